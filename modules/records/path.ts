/** The number of a record in an address; 0, which none has, where it is no such number. */
export const numberIn = (param: string | undefined): number =>
  /^\d{1,15}$/.test(param ?? "") ? Number(param) : 0;
