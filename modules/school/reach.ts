/** Where someone lives, as far as the school knows. */
interface Address {
  street: string | null;
  houseNumber: string | null;
  houseAddition: string | null;
  postcode: string | null;
  city: string | null;
}

/** How the school reaches an adult. */
export interface Reach extends Address {
  email: string | null;
  phone: string | null;
}

export const unreachable: Reach = {
  email: null,
  phone: null,
  street: null,
  houseNumber: null,
  houseAddition: null,
  postcode: null,
  city: null,
};

/** Only the address of someone. */
export const addressOf = (
  { street, houseNumber, houseAddition, postcode, city }: Address,
): Address => ({ street, houseNumber, houseAddition, postcode, city });
