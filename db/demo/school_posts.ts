/**
 * What the school tells everyone in the course of a year. `on` is a month and day: a post stands
 * on the last such day that has been, or on the school day before it. An empty line parts two
 * paragraphs. `from` is a user name; left out, it is the head.
 */
export interface PostTemplate {
  on: string;
  kind: "news" | "board";
  from?: string;
  title: string;
  text: string;
  picture?: PictureName;
  /** What the picture shows, for who cannot see it. */
  alt?: string;
  /** The year calendar goes along, as a PDF. */
  calendar?: boolean;
  poll?: { question: string; options: string[]; multiple?: boolean; anonymous?: boolean };
  /** In turn; one that begins with an arrow is by the author. */
  comments?: string[];
}

export type PictureName =
  | "bladeren"
  | "bos"
  | "hinkelen"
  | "kastanjes"
  | "laarzen"
  | "lampionnen"
  | "paddenstoel"
  | "uil"
  | "verf";

export const schoolPosts: PostTemplate[] = [
  {
    on: "08-31",
    kind: "news",
    title: "Welkom in het nieuwe schooljaar",
    text: `We zijn weer begonnen! Het plein stond vol, en alle juffen en meesters waren er om u te
      begroeten. Wat fijn om iedereen weer te zien.

      Kinderen die nieuw zijn op De Regenton hebben een maatje uit hun groep gekregen.`,
    picture: "hinkelen",
    alt: "Twee kinderen hinkelen op het schoolplein",
    calendar: true,
  },
  {
    on: "09-02",
    kind: "news",
    from: "administratie",
    title: "Kloppen uw gegevens nog?",
    text: `Wilt u controleren of uw telefoonnummer en adres nog kloppen? Bij een ongelukje op het
      plein willen we u meteen kunnen bellen.

      Een wijziging geeft u door aan de administratie.`,
  },
  {
    on: "09-08",
    kind: "board",
    title: "Wie komt er in de ouderraad?",
    text: `De ouderraad zoekt twee nieuwe leden. U vergadert zes keer per jaar en organiseert met
      elkaar de feesten. Ervaring is niet nodig, een goed humeur wel.`,
    comments: [
      "Hoe laat zijn de vergaderingen? Ik werk tot zes uur.",
      "→ Altijd om half acht, met koffie en iets lekkers.",
      "Dan doe ik graag mee!",
    ],
  },
  {
    on: "09-16",
    kind: "news",
    title: "Informatieavond: kom kijken in de klas",
    text: `Op de informatieavond vertellen de leerkrachten wat de kinderen dit jaar gaan doen. U
      bent welkom vanaf 19.00 uur; er zijn twee rondes, zodat u bij twee groepen kunt kijken.`,
  },
  {
    on: "09-23",
    kind: "news",
    from: "mark",
    title: "Gym begint weer: denk aan schoenen",
    text: `Vanaf groep 3 gymmen de kinderen in de sporthal. Geef op gymdagen schoenen met een
      lichte zool mee, en laat sieraden thuis.`,
  },
  {
    on: "09-29",
    kind: "board",
    title: "Kinderboekenweek: welk boek was uw lievelingsboek?",
    text: `Volgende week begint de Kinderboekenweek. We maken een slinger met de lievelingsboeken
      van alle ouders. Zet de titel hieronder.`,
    comments: [
      "Pluk van de Petteflet, nog steeds.",
      "Küçük Kara Balık, las mijn oma voor.",
      "De GVR!",
      "Kikker is verliefd.",
    ],
  },
  {
    on: "10-05",
    kind: "news",
    title: "Dag van de leraar",
    text: `Vandaag is het de dag van de leraar. De ouderraad verraste het team met appeltaart.
      Hartelijk dank, ook namens alle juffen en meesters!`,
  },
  {
    on: "10-13",
    kind: "news",
    title: "Nog even en het is herfstvakantie",
    text: `Na vrijdag is het een week vakantie. Wilt u de luizenzakken thuis wassen en nieuwe
      gymspullen meegeven? Gevonden voorwerpen liggen tot vrijdag op de tafel bij de ingang.`,
    picture: "bladeren",
    alt: "Gekleurde bladeren op een stapel",
  },
  {
    on: "10-29",
    kind: "news",
    from: "anneke",
    title: "Hoe wij kinderen volgen",
    text: `Twee keer per jaar kijken we met de leerkrachten naar de groei van ieder kind. Heeft u
      vragen over de ontwikkeling van uw kind, begin dan bij de leerkracht. Ik denk graag mee.`,
  },
  {
    on: "11-03",
    kind: "board",
    title: "Warme jassen gezocht",
    text: `Heeft u een kinderjas die te klein is geworden? Bij de ingang staat een rek. Wie een jas
      kan gebruiken, neemt er een mee. Niemand hoeft iets uit te leggen.`,
    comments: [
      "Ik breng er morgen drie, maat 110 tot 128.",
      "Wat een goed idee. Ik heb ook laarzen.",
      "→ Laarzen mogen er ook bij!",
    ],
  },
  {
    on: "11-09",
    kind: "news",
    title: "Sint-Maarten: samen door de wijk",
    text: `We lopen met onze lampionnen door de wijk. Om 17.30 uur verzamelen we op het plein, om
      18.30 uur zijn we terug voor een beker soep. Loopt u mee?`,
    picture: "lampionnen",
    alt: "Drie papieren lampionnen in het donker",
  },
  {
    on: "11-19",
    kind: "news",
    title: "Sinterklaas komt op school",
    text: `Op de ochtend van het feest begint de school gewoon om 8.30 uur. Alle groepen zijn om
      12.00 uur uit. Groep 5 tot en met 8 maakt surprises; de lootjes zijn getrokken.`,
  },
  {
    on: "11-20",
    kind: "board",
    title: "Ruilen: Sint-puzzels en boeken",
    text: `Op de tafel bij de ingang liggen puzzels en boeken om te ruilen. Leg er iets neer, neem
      er iets mee. Wat over is, gaat na het feest naar de speelotheek.`,
    comments: ["Er ligt een puzzel van 100 stukjes, helemaal compleet!"],
  },
  {
    on: "12-07",
    kind: "news",
    title: "Kerstviering: wat brengt u mee?",
    text: `We eten samen in de klas. Bij het lokaal hangt een lijst waarop u een hapje kunt
      invullen. Houd het klein: een bakje voor vijf kinderen is genoeg.`,
  },
  {
    on: "12-15",
    kind: "board",
    title: "Koor van ouders: wie zingt mee?",
    text: `Bij de kerstviering zingt een koor van ouders op het plein. We oefenen twee keer een
      halfuur, meteen na het brengen. Vals zingen mag.`,
    comments: ["Ik doe mee, alt of wat er nodig is.", "Wij komen met z'n tweeën."],
  },
  {
    on: "01-06",
    kind: "news",
    title: "Gelukkig nieuwjaar",
    text: `Welkom terug! Maandag drinken we om 8.30 uur koffie en thee in de hal. U bent van harte
      uitgenodigd.`,
  },
  {
    on: "01-20",
    kind: "news",
    from: "administratie",
    title: "Nieuwe leerlingen aanmelden",
    text: `Wordt uw jongste kind dit jaar vier? Meld het aan voor 1 maart, dan houden we een plek
      vrij. Het formulier ligt bij de administratie.`,
  },
  {
    on: "01-27",
    kind: "news",
    title: "Nationale Voorleesdagen",
    text: `Deze week lezen opa's, oma's en ouders voor in alle groepen. Woensdag mogen de kinderen
      in pyjama komen.`,
    picture: "uil",
    alt: "Een uil op een tak",
  },
  {
    on: "02-05",
    kind: "board",
    title: "Spelletjesmiddag: welke dag past u?",
    text: `De ouderraad organiseert een spelletjesmiddag voor ouders en kinderen. Kies de middag
      die u het beste past.`,
    poll: {
      question: "Wanneer kunt u?",
      options: ["Woensdagmiddag", "Vrijdagmiddag", "Zaterdagochtend"],
      multiple: true,
    },
    comments: [
      "Ik neem Kolonisten mee.",
      "Is er ook iets voor kleuters?",
      "→ Zeker: memory en lotto.",
    ],
  },
  {
    on: "02-10",
    kind: "news",
    title: "Rapporten gaan mee",
    text: `Vrijdag gaat het rapport mee naar huis. Bekijk het samen: het bevat ook een tekening en
      een brief van uw kind.`,
  },
  {
    on: "03-03",
    kind: "news",
    title: "Het nieuwe klimrek staat er bijna",
    text: `Volgende week wordt het klimrek geplaatst. De zandbak is dan drie dagen dicht. De
      kinderraad knipt maandag daarna het lint door.`,
  },
  {
    on: "03-12",
    kind: "news",
    title: "Uitslag: hoe tevreden bent u?",
    text: `Dank aan de 214 ouders die de vragenlijst invulden. U bent blij met de leerkrachten en
      het plein. U vraagt meer hulp bij overstappen van groep 2 naar 3. Daar gaan we mee aan de slag.`,
  },
  {
    on: "03-18",
    kind: "board",
    title: "Plantenruilbeurs op het plein",
    text: `Heeft u stekjes of zaden over? Vrijdag na schooltijd ruilen we planten bij het hek. De
      moestuin van school kan nog courgettes gebruiken.`,
    comments: ["Ik breng tomatenplantjes.", "Ik heb munt, heel veel munt."],
  },
  {
    on: "03-26",
    kind: "news",
    title: "Groepen voor volgend jaar",
    text: `We maken plannen voor de groepen van volgend jaar. Voor de zomervakantie hoort u in
      welke groep uw kind komt en bij wie. Heeft u iets wat we moeten weten, mail dan voor 1 mei.`,
  },
  {
    on: "04-15",
    kind: "news",
    title: "Koningsspelen: kom in het oranje",
    text: `Vrijdag zijn de Koningsspelen. We ontbijten in de klas en sporten tot 12.00 uur.
      Hulpouders verzamelen om 8.15 uur bij de gymkast.`,
  },
  {
    on: "05-07",
    kind: "news",
    title: "Veilig naar school",
    text: `Deze week oefent groep 7 voor het verkeersexamen. Zet u de auto alstublieft niet in de
      Regentonstraat, maar bij het Kastanjeplein? Dat is twee minuten lopen.`,
  },
  {
    on: "05-19",
    kind: "board",
    title: "Avondvierdaagse: loopt uw kind mee?",
    text: `We lopen met school 5 of 10 kilometer. Ieder kind loopt mee met een volwassene. Kies de
      afstand, dan weten we hoeveel appels we moeten kopen.`,
    poll: {
      question: "Welke afstand loopt u mee?",
      options: ["5 kilometer", "10 kilometer", "We lopen dit jaar niet mee"],
    },
    comments: ["Kan een kinderwagen de 5 kilometer aan?", "→ Ja, alles is verhard."],
  },
  {
    on: "05-28",
    kind: "news",
    title: "Vrijwillige ouderbijdrage",
    text: `Van de ouderbijdrage betalen we de feesten en het schoolreisje. Ieder kind doet altijd
      mee, ook als u niet betaalt. Betalen in delen kan; vraag het aan de administratie.`,
    calendar: true,
  },
  {
    on: "06-09",
    kind: "news",
    title: "Schoolreisje: alle informatie",
    text: `We vertrekken om 8.45 uur en zijn om 16.30 uur terug. Geef een rugzak mee met lunch, twee
      keer drinken en een regenjas. Snoep en geld blijven thuis.`,
    picture: "bos",
    alt: "Een pad tussen hoge bomen",
  },
  {
    on: "06-24",
    kind: "news",
    title: "Wie staat waar, volgend schooljaar?",
    text: `De verdeling is rond. Uw kind hoort vrijdag in de klas bij wie het komt; daarna vindt u
      de groepen in dit portaal. Dinsdag gaan alle kinderen een uur wennen.`,
  },
  {
    on: "07-03",
    kind: "board",
    from: "henk",
    title: "Gevonden: 41 bekers en een gipsbeen",
    text: `De bak met gevonden voorwerpen zit vol. Er liggen 41 bekers, 17 vesten en, echt waar, een
      half gipsbeen met handtekeningen. Ophalen kan tot de laatste schooldag.`,
    comments: ["Het been is van ons. Sorry!", "Beste bericht van het jaar."],
  },
  {
    on: "07-09",
    kind: "news",
    title: "Een fijne vakantie gewenst",
    text: `Dank aan alle hulpouders, klassenouders, leesmoeders en luizenvaders. Zonder u geen
      school. Geniet van de zomer!`,
  },
];
