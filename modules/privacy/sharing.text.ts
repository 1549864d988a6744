import { texts } from "../../web/language.ts";

/** Who sees what, chosen per field (V1), and how it looks to others. */
export const sharingText = texts("privacy/sharing", {
  title: "Wie mag uw gegevens zien?",
  titleOf: (name: string) => `Wie mag de gegevens van ${name} zien?`,
  lead: "De school ziet uw gegevens altijd. Hier kiest u wat andere ouders zien.",
  leadChild:
    "De school ziet de gegevens van uw kind altijd. Hier kiest u wat andere ouders zien; de andere ouder of verzorger kiest mee, de laatste keuze telt.",
  levels: {
    school: "alle ouders van de school",
    group: "alleen ouders uit de groep van uw kind",
    none: "geen enkele ouder",
  },
  needsName: "Zonder naam ziet niemand iets anders: kies dus eerst wie de naam mag zien.",
  needsChild:
    "Op de klassenlijst staat u bij uw kind. Deelt u de naam van uw kind niet, dan staat u er ook niet.",
  nameless: (name: string) =>
    `De naam van ${name} staat op Niemand. Andere ouders zien daarom ook de rest niet.`,
  staffOnly: "Andere ouders zien van je alleen hoe je op school heet. Hier valt niets te kiezen.",
  caption: (name: string) => `Wie wat van ${name} mag zien`,
  field: "Gegeven",
  audiences: { school: "School", group: "Groep", none: "Niemand" },
  fields: {
    name: "Naam",
    email: "E-mailadres",
    phone: "Telefoonnummer",
    address: "Adres",
    photo: "Foto",
    birthday: "Verjaardag",
  },
  empty: {
    name: "geen naam",
    email: "geen e-mailadres",
    phone: "geen telefoonnummer",
    address: "geen adres",
    photo: "geen foto",
    birthday: "niet bekend",
  },
  hasPhoto: "zoals op uw account",
  hasPhotoChild: "zoals bij uw kind",
  secret: "Uw adres is geheim en is voor geen enkele ouder te zien.",
  choose: (field: string, audience: string) => `${field}: ${audience}`,
  save: "Bewaar",
  saved: "Uw keuze is bewaard.",
  readOnly: "U kunt dit bekijken, niet wijzigen.",
  wrong: "Er is iets misgegaan met uw keuze. Kies opnieuw en druk op Bewaar.",
  children: "Voor uw kinderen kiest u apart:",
  preview: "Zo zien andere ouders u",
  previewOf: (name: string) => `Zo zien andere ouders ${name}`,
  previewLead:
    "Dit zien andere ouders op de klassenlijst van u en uw kinderen. De school ziet altijd alles.",
  previewLeadOf: (name: string) =>
    `Dit zien andere ouders op de klassenlijst van ${name}, met wat u van uzelf deelt. De school ziet altijd alles.`,
  fromGroup: (group: string) => `Een ouder van groep ${group} ziet`,
  fromElsewhere: "Een ouder van een andere groep ziet",
  nothing: "Niets van u of uw kinderen.",
  nothingOf: (name: string) => `Niets van ${name}.`,
  noGroups:
    "Uw kinderen zitten dit schooljaar nog niet in een groep. Andere ouders zien u nergens.",
  noGroupsOf: (name: string) =>
    `${name} zit dit schooljaar nog niet in een groep. Andere ouders zien ${name} nergens.`,
  back: "Terug naar uw keuzes",
}, {
  title: "Who may see your data?",
  titleOf: (name) => `Who may see the data of ${name}?`,
  lead: "The school always sees your data. Here you choose what other parents see.",
  leadChild:
    "The school always sees your child's data. Here you choose what other parents see; the other parent or carer chooses too, the last choice counts.",
  levels: {
    school: "all parents of the school",
    group: "only parents of your child's group",
    none: "no parent at all",
  },
  needsName: "Without the name nobody sees anything else: so first choose who may see the name.",
  needsChild:
    "On the class list you stand beside your child. If you do not share the name of your child, you are not on it either.",
  nameless: (name) =>
    `The name of ${name} is set to Nobody. So other parents do not see the rest either.`,
  staffOnly: "Other parents only see what you are called at school. There is nothing to choose.",
  caption: (name) => `Who may see what of ${name}`,
  field: "Data",
  audiences: { school: "School", group: "Group", none: "Nobody" },
  fields: {
    name: "Name",
    email: "E-mail address",
    phone: "Phone number",
    address: "Address",
    photo: "Photo",
    birthday: "Birthday",
  },
  empty: {
    name: "no name",
    email: "no e-mail address",
    phone: "no phone number",
    address: "no address",
    photo: "no photo",
    birthday: "not known",
  },
  hasPhoto: "as on your account",
  hasPhotoChild: "as with your child",
  secret: "Your address is secret and no other parent can see it.",
  choose: (field, audience) => `${field}: ${audience}`,
  save: "Save",
  saved: "Your choice has been saved.",
  readOnly: "You can look at this, not change it.",
  wrong: "Something went wrong with your choice. Choose again and press Save.",
  children: "For your children you choose separately:",
  preview: "This is how other parents see you",
  previewOf: (name) => `This is how other parents see ${name}`,
  previewLead:
    "This is what other parents see of you and your children on the class list. The school always sees everything.",
  previewLeadOf: (name) =>
    `This is what other parents see of ${name} on the class list, with what you share of yourself. The school always sees everything.`,
  fromGroup: (group) => `A parent of group ${group} sees`,
  fromElsewhere: "A parent of another group sees",
  nothing: "Nothing of you or your children.",
  nothingOf: (name) => `Nothing of ${name}.`,
  noGroups: "Your children are not in a group yet this school year. Other parents see you nowhere.",
  noGroupsOf: (name) =>
    `${name} is not in a group yet this school year. Other parents see ${name} nowhere.`,
  back: "Back to your choices",
});
