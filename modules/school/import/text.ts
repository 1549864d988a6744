import { texts } from "../../../web/language.ts";

const nl = {
  /** Stands where a name should, in lists and under reactions, until one is known. */
  guardianOf: (children: string): string => `ouder van ${children}`,
  warnings: {
    encoding_guessed:
      "De tekens in het bestand kloppen niet met wat het zelf opgeeft. Kijk of namen met accenten goed zijn overgenomen.",
    no_school: "Er staan geen gegevens van de school in het bestand. Controleer het schooljaar.",
    no_school_year:
      "Het schooljaar staat niet of niet goed in het bestand. Controleer het schooljaar.",
    no_pupils: "Er staan geen leerlingen in het bestand.",
    groups_made:
      "Het bestand heeft geen lijst met groepen. We hebben {count} groepen gemaakt uit de gegevens van leerlingen en leerkrachten.",
    group_without_key: "Een groep zonder sleutel is overgeslagen.",
    duplicate_group: "Groep {group} staat er twee keer in; de tweede is overgeslagen.",
    unknown_group: "Er wordt verwezen naar groep {group}, maar die staat niet in het bestand.",
    merge_suggested:
      "Groep {group} staat er in delen in (leerjaar {years}). Voeg ze samen als het één groep is.",
    duplicate_pupil: "Deze leerling staat ook op regel {first}; deze regel is overgeslagen.",
    pupil_without_key:
      "Een leerling heeft geen sleutel. We herkennen de leerling aan naam en geboortedatum.",
    pupil_without_name: "Een leerling zonder naam is overgeslagen.",
    pupil_without_group: "Een leerling zit niet in een groep.",
    keys_are_citizen_numbers:
      "De sleutels van leerlingen lijken burgerservicenummers en zijn niet overgenomen. We herkennen leerlingen aan naam en geboortedatum.",
    unknown_year: "Het leerjaar is onbekend en niet overgenomen.",
    duplicate_staff: "Deze medewerker staat ook op regel {first}; deze regel is overgeslagen.",
    staff_without_key:
      "Een medewerker heeft geen sleutel. We herkennen de medewerker aan e-mailadres of naam.",
    staff_without_name: "Een medewerker zonder naam is overgeslagen.",
    bad_date: "Een datum bestaat niet of is niet te lezen ({field}) en is niet overgenomen.",
    bad_email: "Een e-mailadres klopt niet en is niet overgenomen.",
    several_emails: "Er staan meer e-mailadressen in één vak; het eerste is gebruikt.",
    bad_phone: "Een telefoonnummer klopt niet en is niet overgenomen.",
    bad_postcode: "Een postcode klopt niet en is overgenomen zoals hij er staat.",
    text_cut: "Een tekst is langer dan {max} tekens en is afgekapt.",
    column_dropped:
      "De kolom {column} is weggelaten, omdat die gegevens niet bewaard mogen worden.",
    column_dropped_unnamed:
      "Kolom {number} is weggelaten, omdat er burgerservicenummers of onderwijsnummers in lijken te staan.",
    extra_cells:
      "Deze regel heeft meer vakken dan er kolommen zijn. Controleer of alles op zijn plaats staat.",
    several_sheets: "Het bestand heeft meer werkbladen; alleen het eerste is gelezen.",
    guardian_without_child:
      "Bij deze ouder of verzorger staat geen kind; de regel is overgeslagen.",
    guardian_without_name: "Een ouder of verzorger zonder naam en e-mailadres is overgeslagen.",
    child_not_identified:
      "Het kind is niet te herkennen: er is een leerlingcode nodig, of een naam met geboortedatum.",
    guardian_differs:
      "Deze ouder of verzorger staat ook op regel {first}, met andere gegevens; die van de eerste regel zijn gebruikt.",
    deceased: "Deze ouder of verzorger is overleden en krijgt geen uitnodiging.",
    other_school_year:
      "Het bestand is van schooljaar {written}. Het wordt ingevoerd in schooljaar {chosen}.",
    other_brin: "Het bestand is van school {written}, maar deze school is {own}.",
    pupil_ambiguous:
      "Deze leerling kan meer dan één kind van de school zijn en is overgeslagen. Zet in uw administratie een sleutel en geboortedatum bij de leerling.",
    pupil_left: "Deze leerling is volgens het bestand al uitgeschreven.",
    staff_ambiguous:
      "Deze medewerker kan meer dan één persoon van de school zijn en is overgeslagen.",
    director:
      "De directeur komt binnen als leerkracht. Een beheerder kan bij Mensen de rol beheerder geven.",
    admin_needed:
      "Deze persoon is beheerder of administratie. Het e-mailadres, en of iemand hier werkt, kan alleen een beheerder wijzigen; dat is gelaten zoals het was.",
    office_by_admin:
      "Deze medewerker van de administratie komt binnen als leerkracht. Een beheerder kan bij Mensen de rol administratie geven.",
    address_blocked:
      "Het e-mailadres van deze medewerker is van iemand die geblokkeerd is, en is niet overgenomen. Is het iemand nieuw, dan is de regel overgeslagen.",
    guardian_blocked:
      "Iemand met dit e-mailadres is geblokkeerd, voor de school of voor dit kind. Het adres of de koppeling met het kind is niet overgenomen. Klopt de blokkade niet meer? Hef haar dan op bij Mensen.",
    guardian_ambiguous:
      "Deze ouder of verzorger kan meer dan één persoon van de school zijn en is overgeslagen.",
    child_unknown: "Het kind op deze regel is niet op school; de koppeling is overgeslagen.",
    child_ambiguous:
      "Het kind op deze regel kan meer dan één leerling zijn; de koppeling is overgeslagen.",
    child_left: "Het kind op deze regel is uitgeschreven; de koppeling is overgeslagen.",
    links_kept:
      "Van {count} ouders of verzorgers staat een kind niet meer in het bestand. De koppeling blijft; haal haar zo nodig weg bij Mensen.",
  },
  errors: {
    file_empty: "Het bestand is leeg.",
    file_too_large: "Het bestand is te groot. Een bestand mag hoogstens 20 MB zijn.",
    wrong_kind:
      "Dit is geen bestand dat we hier kunnen lezen. Gebruik een EDEXML-bestand, of een CSV- of XLSX-bestand met ouders.",
    too_many_rows: "Het bestand heeft meer dan {max} regels.",
    unknown_encoding: "De tekenset van het bestand kennen we niet. Sla het op als UTF-8.",
    xml_malformed:
      "Het XML-bestand klopt niet op regel {line}. Maak het opnieuw aan in uw administratie.",
    xml_doctype: "Op regel {line} staat een DOCTYPE. Dat laten we om veiligheidsredenen niet toe.",
    xml_entity:
      "Op regel {line} staat een verwijzing (entiteit) die we om veiligheidsredenen niet volgen.",
    csv_quotes: "Op regel {line} kloppen de aanhalingstekens niet.",
    csv_row_too_long: "Regel {line} is te lang. Waarschijnlijk ontbreekt er een aanhalingsteken.",
    no_header:
      "De eerste regel moet de namen van de kolommen bevatten, zoals Achternaam en E-mailadres.",
    no_columns:
      "We vinden maar één kolom. Kies bij het opslaan een puntkomma, komma of tab tussen de kolommen.",
    too_many_columns: "Het bestand heeft meer dan {max} kolommen.",
    no_rows: "Onder de namen van de kolommen staan geen regels.",
    xls_old:
      "Dit is een oud Excel-bestand (.xls) of een bestand met een wachtwoord. Sla het op als .xlsx, zonder wachtwoord.",
    xlsx_macros: "Dit Excel-bestand bevat macro's. Sla het op als .xlsx zonder macro's.",
    xlsx_locked: "Dit Excel-bestand heeft een wachtwoord. Haal dat er eerst af.",
    xlsx_unreadable:
      "Het Excel-bestand is niet te lezen. Open het in Excel en sla het opnieuw op als .xlsx.",
    xlsx_too_large: "Het Excel-bestand is uitgepakt te groot.",
    mapping_no_child:
      "Kies in welke kolommen het kind staat: de leerlingcode, of de naam en de geboortedatum.",
    mapping_no_guardian:
      "Kies in welke kolom de naam of het e-mailadres van de ouder of verzorger staat.",
    mapping_double: "Twee kolommen hebben dezelfde betekenis gekregen: {column} en {other}.",
    mapping_unknown: "Er is een kolom of betekenis gekozen die er niet is.",
    two_rosters: "Er zit al een bestand met leerlingen bij. Voer ze na elkaar in, of kies er één.",
    not_written: "Het invoeren is afgebroken. Er is niets veranderd. Probeer het opnieuw.",
    guardians_without_pupils:
      "Er zijn nog geen leerlingen. Voer eerst het EDEXML-bestand in, of kies het tegelijk met het bestand met ouders.",
  },
  presets: {
    "social-schools": "Social Schools (een regel per kind)",
    zermelo: "Zermelo (een regel per ouder)",
    generic: "Ander bestand",
  },
  fields: {
    childKey: "Leerlingcode(s)",
    childFirstName: "Kind: roepnaam",
    childPrefix: "Kind: tussenvoegsel",
    childLastName: "Kind: achternaam",
    childFullName: "Kind: hele naam",
    childBornOn: "Kind: geboortedatum",
    key: "{guardian}: code",
    firstName: "{guardian}: voornaam",
    initials: "{guardian}: voorletters",
    prefix: "{guardian}: tussenvoegsel",
    lastName: "{guardian}: achternaam",
    fullName: "{guardian}: hele naam",
    email: "{guardian}: e-mailadres",
    mobile: "{guardian}: mobiel nummer",
    phone: "{guardian}: telefoon",
    street: "{guardian}: straat",
    houseNumber: "{guardian}: huisnummer",
    houseAddition: "{guardian}: toevoeging",
    address: "{guardian}: straat en huisnummer",
    postcode: "{guardian}: postcode",
    city: "{guardian}: plaats",
    relation: "{guardian}: relatie tot het kind",
    secret: "{guardian}: geheim",
    secretAddress: "{guardian}: geheim adres",
    secretPhone: "{guardian}: geheim telefoonnummer",
    deceased: "{guardian}: overleden",
    guardian1: "Ouder 1",
    guardian2: "Ouder 2",
  },
};

const en: typeof nl = {
  guardianOf: (children) => `parent of ${children}`,
  warnings: {
    encoding_guessed:
      "The characters in the file are not what the file says they are. Check that names with accents came across well.",
    no_school: "The file says nothing about the school. Check the school year.",
    no_school_year: "The school year is missing or wrong in the file. Check the school year.",
    no_pupils: "There are no pupils in the file.",
    groups_made:
      "The file has no list of groups. We made {count} groups from what pupils and teachers refer to.",
    group_without_key: "A group without a key was skipped.",
    duplicate_group: "Group {group} is in the file twice; the second was skipped.",
    unknown_group: "Group {group} is referred to but is not in the file.",
    merge_suggested:
      "Group {group} is in the file in parts (years {years}). Merge them if they are one group.",
    duplicate_pupil: "This pupil is also on line {first}; this line was skipped.",
    pupil_without_key: "A pupil has no key. We recognise the pupil by name and date of birth.",
    pupil_without_name: "A pupil without a name was skipped.",
    pupil_without_group: "A pupil is in no group.",
    keys_are_citizen_numbers:
      "The keys of pupils look like citizen service numbers and were not taken over. We recognise pupils by name and date of birth.",
    unknown_year: "The year is unknown and was not taken over.",
    duplicate_staff: "This member of staff is also on line {first}; this line was skipped.",
    staff_without_key: "A member of staff has no key. We recognise them by e-mail address or name.",
    staff_without_name: "A member of staff without a name was skipped.",
    bad_date: "A date does not exist or cannot be read ({field}) and was not taken over.",
    bad_email: "An e-mail address is wrong and was not taken over.",
    several_emails: "There is more than one e-mail address in a cell; the first was used.",
    bad_phone: "A phone number is wrong and was not taken over.",
    bad_postcode: "A postcode is wrong and was taken over as it is.",
    text_cut: "A text is longer than {max} characters and was cut.",
    column_dropped: "Column {column} was left out, because this data may not be kept.",
    column_dropped_unnamed:
      "Column {number} was left out, because it seems to hold citizen or education numbers.",
    extra_cells:
      "This line has more cells than there are columns. Check that everything is in its place.",
    several_sheets: "The file has more sheets; only the first was read.",
    guardian_without_child: "No child is given for this guardian; the line was skipped.",
    guardian_without_name: "A guardian without a name and an e-mail address was skipped.",
    child_not_identified:
      "The child cannot be recognised: a pupil code is needed, or a name with a date of birth.",
    guardian_differs:
      "This guardian is also on line {first}, with other details; those of the first line were used.",
    deceased: "This guardian has died and is not invited.",
    other_school_year:
      "The file is of school year {written}. It is imported into school year {chosen}.",
    other_brin: "The file is of school {written}, but this school is {own}.",
    pupil_ambiguous:
      "This pupil may be more than one child of the school and was skipped. Give the pupil a key and a date of birth in your administration.",
    pupil_left: "According to the file this pupil has already left.",
    staff_ambiguous:
      "This member of staff may be more than one person of the school and was skipped.",
    director: "The head comes in as a teacher. An admin can make them admin under People.",
    admin_needed:
      "This person is admin or office. Only an admin can change their e-mail address and whether they work here; that was left as it was.",
    office_by_admin:
      "This member of the office comes in as a teacher. An admin can give them the role of office under People.",
    address_blocked:
      "The e-mail address of this member of staff belongs to someone who is blocked, and was not taken over. If they are new, the line was skipped.",
    guardian_blocked:
      "Someone with this e-mail address is blocked, for the school or for this child. The address or the link to the child was not taken over. Is the block out of date? Then lift it under People.",
    guardian_ambiguous: "This guardian may be more than one person of the school and was skipped.",
    child_unknown: "The child on this line is not at the school; the link was skipped.",
    child_ambiguous: "The child on this line may be more than one pupil; the link was skipped.",
    child_left: "The child on this line has left; the link was skipped.",
    links_kept:
      "Of {count} guardians a child is no longer in the file. The link stays; remove it under People if need be.",
  },
  errors: {
    file_empty: "The file is empty.",
    file_too_large: "The file is too large. A file may be 20 MB at most.",
    wrong_kind:
      "This is not a file we can read here. Use an EDEXML file, or a CSV or XLSX file with guardians.",
    too_many_rows: "The file has more than {max} rows.",
    unknown_encoding: "We do not know the character set of the file. Save it as UTF-8.",
    xml_malformed: "The XML file is wrong on line {line}. Make it again in your administration.",
    xml_doctype: "There is a DOCTYPE on line {line}. For safety we do not allow that.",
    xml_entity: "There is a reference (entity) on line {line} that for safety we do not follow.",
    csv_quotes: "The quotation marks on line {line} do not match.",
    csv_row_too_long: "Line {line} is too long. A quotation mark is probably missing.",
    no_header: "The first line must hold the names of the columns, such as Last name and E-mail.",
    no_columns:
      "We find only one column. When saving, choose a semicolon, comma or tab between columns.",
    too_many_columns: "The file has more than {max} columns.",
    no_rows: "There are no rows below the names of the columns.",
    xls_old:
      "This is an old Excel file (.xls) or a file with a password. Save it as .xlsx, without a password.",
    xlsx_macros: "This Excel file has macros. Save it as .xlsx without macros.",
    xlsx_locked: "This Excel file has a password. Remove that first.",
    xlsx_unreadable: "The Excel file cannot be read. Open it in Excel and save it again as .xlsx.",
    xlsx_too_large: "The Excel file is too large when unpacked.",
    mapping_no_child:
      "Choose which columns tell the child: the pupil code, or the name and the date of birth.",
    mapping_no_guardian:
      "Choose which column holds the name or the e-mail address of the guardian.",
    mapping_double: "Two columns were given the same meaning: {column} and {other}.",
    mapping_unknown: "A column or meaning was chosen that does not exist.",
    two_rosters: "There is a file with pupils already. Import them one after the other.",
    not_written: "The import was cut short. Nothing was changed. Try again.",
    guardians_without_pupils:
      "There are no pupils yet. Import the EDEXML file first, or choose it together with the file with guardians.",
  },
  presets: {
    "social-schools": "Social Schools (one row per child)",
    zermelo: "Zermelo (one row per guardian)",
    generic: "Another file",
  },
  fields: {
    childKey: "Pupil code(s)",
    childFirstName: "Child: first name",
    childPrefix: "Child: prefix",
    childLastName: "Child: last name",
    childFullName: "Child: whole name",
    childBornOn: "Child: date of birth",
    key: "{guardian}: code",
    firstName: "{guardian}: first name",
    initials: "{guardian}: initials",
    prefix: "{guardian}: prefix",
    lastName: "{guardian}: last name",
    fullName: "{guardian}: whole name",
    email: "{guardian}: e-mail address",
    mobile: "{guardian}: mobile number",
    phone: "{guardian}: phone",
    street: "{guardian}: street",
    houseNumber: "{guardian}: house number",
    houseAddition: "{guardian}: addition",
    address: "{guardian}: street and house number",
    postcode: "{guardian}: postcode",
    city: "{guardian}: town",
    relation: "{guardian}: relation to the child",
    secret: "{guardian}: secret",
    secretAddress: "{guardian}: secret address",
    secretPhone: "{guardian}: secret phone number",
    deceased: "{guardian}: deceased",
    guardian1: "Guardian 1",
    guardian2: "Guardian 2",
  },
};

export type WarningCode = keyof typeof nl.warnings;
export type ErrorCode = keyof typeof nl.errors;

export const importText = texts("school/import", nl, en);

/** The sentence of a warning or an error, with its values filled in. */
export function fillIn(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
