import type { PostTemplate } from "./school_posts.ts";

/** Posts of one group, by the age of its children. `{g}` is the group's name. */
interface GroupTemplate extends Omit<PostTemplate, "from"> {
  /** Jaargroepen for which it is meant: from, to. */
  years: [number, number];
}

export const groupPosts: GroupTemplate[] = [
  {
    years: [1, 2],
    on: "09-04",
    kind: "news",
    title: "Een gewone dag bij ons",
    text:
      `Veel ouders vragen hoe een dag verloopt. We beginnen in de kring, daarna is het speelwerktijd. Om
      tien uur eten we fruit en gaan we naar buiten. Geef fruit mee in een bakje met naam.`,
    picture: "verf",
    alt: "Potten verf en een kwast",
  },
  {
    years: [1, 2],
    on: "10-07",
    kind: "board",
    title: "Kastanjes, eikels en bladeren gezocht",
    text: `Voor de herfsttafel zoeken we alles wat van een boom valt. Een tasje vol is genoeg.`,
    picture: "kastanjes",
    alt: "Glanzende kastanjes met een bolster",
    comments: [
      "Wij gaan zaterdag naar het Uilenbos!",
      "Mag een paddenstoel ook?",
      "→ Liever alleen een foto daarvan.",
    ],
  },
  {
    years: [1, 2],
    on: "11-05",
    kind: "news",
    title: "Een egel op het plein",
    text: `Bij het hek slaapt een egel onder de bladeren. We hebben een bordje gemaakt: niet storen.
      Morgen kijken we heel zachtjes of hij er nog ligt.`,
    picture: "bladeren",
    alt: "Gekleurde bladeren op een stapel",
  },
  {
    years: [1, 2],
    on: "11-17",
    kind: "news",
    title: "Speelgoeddag vrijdag",
    text: `Vrijdag mag ieder kind één stuk speelgoed meenemen. Liever niets met batterijen, en graag
      een naam erop.`,
  },
  {
    years: [1, 2],
    on: "01-14",
    kind: "news",
    title: "Thema winter: laarzen en wanten",
    text:
      `We spelen ook buiten als het koud is. Geef laarzen mee die op school mogen blijven, met een knijper
      eraan waarop de naam staat.`,
    picture: "laarzen",
    alt: "Een paar rode laarzen",
  },
  {
    years: [1, 2],
    on: "02-09",
    kind: "board",
    title: "Wie komt er voorlezen in de eigen taal?",
    text:
      `In {g} worden thuis negen talen gesproken. Wie leest er een prentenboek voor in een andere taal? Tien minuten is genoeg.`,
    comments: ["Ik kan in het Pools.", "Turks, met plezier.", "Ik wil wel in het Fries!"],
  },
  {
    years: [1, 2],
    on: "04-09",
    kind: "news",
    title: "Er zijn kuikens geboren",
    text: `Vanmorgen piepte het in de broedmachine. Er zijn vijf kuikens. De kinderen hebben ze
      namen gegeven: Piep, Poep, Pluk, Paula en Henk.`,
  },
  {
    years: [1, 2],
    on: "06-11",
    kind: "board",
    title: "Waterdag: wie helpt er een uurtje?",
    text: `Volgende week is het waterdag. Handdoek, zwemkleren en zonnebrand mee. We zoeken ouders
      die nat willen worden.`,
    poll: {
      question: "Kunt u helpen?",
      options: ["Ja, van 9.00 tot 10.00 uur", "Ja, van 10.30 tot 11.30 uur", "Dit keer niet"],
    },
  },
  {
    years: [3, 5],
    on: "09-07",
    kind: "news",
    title: "Zo leren we dit jaar lezen",
    text:
      `Elke dag lezen we een kwartier stil en tien minuten met een maatje. Thuis voorlezen blijft helpen,
      ook als uw kind het zelf al kan.`,
  },
  {
    years: [3, 5],
    on: "09-28",
    kind: "board",
    title: "Rijouders gezocht voor het museum",
    text:
      `We gaan naar het natuurmuseum. Ieder kind heeft een eigen gordel nodig. Hoeveel plekken heeft u?`,
    poll: {
      question: "Hoeveel kinderen kunt u meenemen?",
      options: ["Twee", "Drie", "Vier of meer", "Ik kan niet"],
    },
    comments: [
      "Ik heb drie plekken.",
      "Wij vertrekken om 8.45 uur vanaf het plein, toch?",
      "→ Klopt!",
    ],
  },
  {
    years: [3, 5],
    on: "10-08",
    kind: "news",
    title: "De tafels: oefenen op het plein",
    text: `We oefenen met de tafels door te hinkelen, te zingen en te leggen. Thuis vijf minuten per
      dag is beter dan een uur op zondag.`,
    picture: "hinkelen",
    alt: "Twee kinderen hinkelen op het schoolplein",
  },
  {
    years: [3, 5],
    on: "11-12",
    kind: "news",
    title: "Gastles over de vuilnisbelt",
    text:
      `Morgen vertelt meneer Timmer van de gemeente waar ons afval heen gaat. Neem een stuk schoon
      afval mee dat je mooi vindt; we maken er een stad van.`,
  },
  {
    years: [3, 5],
    on: "12-08",
    kind: "board",
    title: "Wie heeft er dozen en kurken?",
    text: `We bouwen een winterdorp. Alles van karton is welkom, en kurken ook.`,
    comments: ["Ik werk in een restaurant. Hoeveel kurken wilt u?", "→ Ja.", "Dat worden er veel."],
  },
  {
    years: [3, 5],
    on: "01-21",
    kind: "news",
    title: "Boekbesprekingen: het rooster",
    text:
      `Ieder kind bespreekt dit jaar een boek. Het rooster hangt bij de deur. Vijf minuten vertellen, één
      stukje voorlezen, en de rest is voor vragen.`,
  },
  {
    years: [3, 5],
    on: "03-10",
    kind: "news",
    title: "Zwemmen: nog vier lessen",
    text:
      `De laatste lessen zijn met kleren aan. Geef een lange broek, een shirt met mouwen en gymschoenen mee
      in een plastic tas.`,
  },
  {
    years: [3, 5],
    on: "04-07",
    kind: "board",
    title: "De moestuin: zaaien met ouders",
    text:
      `Dinsdag zaaien we radijs, sla en pompoen. Wie groene vingers heeft is welkom, wie ze wil krijgen ook.`,
    comments: ["Ik breng compost mee.", "Mijn vader komt, die heeft een volkstuin."],
  },
  {
    years: [3, 5],
    on: "06-16",
    kind: "news",
    title: "Wat een schoolreisje",
    text:
      `Iedereen is heel teruggekomen, en moe. De bus zong tot aan de afslag. De gevonden pet ligt op school.`,
    picture: "bos",
    alt: "Een pad tussen hoge bomen",
  },
  {
    years: [6, 8],
    on: "09-09",
    kind: "news",
    title: "Huiswerk en de agenda",
    text:
      `Vanaf deze week krijgen de kinderen één keer per week huiswerk. Ze schrijven het zelf op. Vraag gerust
      of u de agenda mag zien.`,
  },
  {
    years: [6, 8],
    on: "10-01",
    kind: "board",
    title: "Fietsen controleren: wie kan sleutelen?",
    text:
      `Voor we op pad gaan kijken we alle fietsen na. Wie kan een uur komen helpen met bellen, banden en remmen?`,
    comments: ["Ik neem mijn gereedschap mee.", "Ik kan plakken als de beste."],
  },
  {
    years: [6, 8],
    on: "10-28",
    kind: "news",
    title: "Spreekbeurten: kies een onderwerp",
    text:
      `Na de vakantie beginnen de spreekbeurten. Kies iets waar je veel van wilt weten. Een spreekbeurt duurt
      tien minuten en heeft één ding om te laten zien.`,
  },
  {
    years: [6, 8],
    on: "11-16",
    kind: "news",
    title: "Surprises: zo doen we het",
    text:
      `De lootjes zijn getrokken. De surprise maakt uw kind zelf, het gedicht ook. Het cadeautje kost
      hooguit vijf euro.`,
  },
  {
    years: [6, 8],
    on: "01-28",
    kind: "board",
    title: "Naar de rechtbank: wie gaat er mee?",
    text:
      `Bij burgerschap hoort een bezoek aan de rechtbank. We zoeken vier ouders als begeleider.`,
    poll: { question: "Kunt u mee?", options: ["Ja, de hele dag", "Alleen heen", "Nee, helaas"] },
    comments: ["Ik werk daar, ik zie u daar!"],
  },
  {
    years: [6, 8],
    on: "02-11",
    kind: "news",
    title: "Toetsen: rust en een goed ontbijt",
    text:
      `De komende twee weken maken we toetsen. Oefenen hoeft niet; op tijd naar bed helpt wel. De uitslag bespreken we
      met u op het gesprek.`,
  },
  {
    years: [6, 8],
    on: "03-17",
    kind: "news",
    title: "Pi-dag: 212 cijfers uit het hoofd",
    text:
      `Op Pi-dag leerden we zoveel mogelijk cijfers van pi. Het record van {g} staat op 212. Er was taart, rond natuurlijk.`,
  },
  {
    years: [6, 8],
    on: "05-12",
    kind: "board",
    title: "Musical: decor en kostuums",
    text:
      `We zoeken lakens, hoeden en één oude telefoon met een draaischijf. Alles komt terug, misschien met verf erop.`,
    picture: "verf",
    alt: "Potten verf en een kwast",
    comments: ["De telefoon heb ik! Grijs, en zwaar.", "Ik kan kostuums naaien."],
  },
  {
    years: [6, 8],
    on: "06-22",
    kind: "news",
    title: "Kamp: paklijst en tijden",
    text:
      `We vertrekken woensdag om 9.00 uur met de fiets. Telefoons blijven thuis; de leerkracht zet elke avond
      een bericht in dit portaal.`,
  },
  {
    years: [1, 8],
    on: "09-18",
    kind: "board",
    title: "Wie wordt klassenouder van groep {g}?",
    text:
      `Een klassenouder helpt bij feesten en weet wie er kan rijden. Met z'n tweeën is het leuker.`,
    comments: ["Ik wil wel!", "Als we het delen doe ik mee."],
  },
  {
    years: [1, 8],
    on: "10-12",
    kind: "news",
    title: "Hoofdluis gezien",
    text:
      `In groep {g} is hoofdluis gezien. Wilt u uw kind vanavond kammen, en dat twee weken lang elke dag doen? Het
      overkomt iedereen.`,
  },
  {
    years: [1, 8],
    on: "02-25",
    kind: "news",
    title: "Gesprekken: u hoort van ons",
    text:
      `Volgende week kiest u een tijd voor het gesprek over het rapport. De uitnodiging komt via dit portaal.`,
  },
  {
    years: [1, 8],
    on: "05-21",
    kind: "news",
    title: "De schoolfotograaf komt",
    text: `Dinsdag is groep {g} aan de beurt. Broers en zussen gaan om 8.30 uur samen op de foto.`,
  },
];

/** What a weekly letter is made of: one line of each list. */
export const weekly = {
  titles: ["Deze week in groep {g}", "Uit groep {g}", "Het weekbericht van groep {g}"],
  work: {
    low: [
      "We werkten over de bakker. In de poppenhoek kunt u nu brood kopen, voor twee kastanjes.",
      "De letter van de week was de M. Er kwamen muizen, mutsen en een magneet mee van huis.",
      "We telden alles wat los en vast zat. Er zijn 96 stoelen in school.",
      "In de bouwhoek staat een vliegveld. Er landde ook een boot.",
      "We leerden knippen langs een lijn. Dat is moeilijker dan het lijkt.",
      "We zaaiden tuinkers op watten. Alleen die van juf kwam niet op.",
      "De postbode kwam vertellen over zijn werk. Alle kinderen hebben nu een brief gestuurd.",
      "We maakten regen met rijst, trommels en veel vingers. Het klonk echt.",
      "Bij de watertafel onderzochten we wat drijft. Een kam wel, een sleutel niet.",
      "Iedereen heeft de eigen naam geschreven, sommigen ook van achter naar voren.",
      "Er kwam een tandarts langs. Het krokodillengebit mocht iedereen poetsen.",
      "We bouwden een winkel van dozen. Alles kost drie, behalve de bananen.",
      "Bij gym kropen we door een tunnel van matten. Hij stortte twee keer in.",
      "Het prentenboek van de week ging over een beer die niet slapen kon.",
    ],
    middle: [
      "Bij rekenen kwamen de sprongen over honderd aan bod. Oefenen kan met een meetlint.",
      "We schreven een recept. Het lekkerste, soep met regenwormen, hangt op de gang.",
      "Bij natuur bekeken we onder de loep wat er onder een tegel leeft.",
      "We begonnen met het project over bruggen. Die van spaghetti hield elf boeken.",
      "De klok is lastig: kwart over en kwart voor. Vraag uw kind eens hoe laat het is.",
      "We maakten een plattegrond van het plein en verstopten een schat.",
      "Bij taal ging het over woorden die op elkaar lijken. De bank op de bank.",
      "We lazen elkaar gedichten voor, met een zaklamp en de gordijnen dicht.",
      "Bij verkeer oefenden we oversteken. De verkeersdrempel bleek ook een podium.",
      "De tafel van zes zit er bijna in. Zeven keer acht blijft een raadsel.",
      "We schreven een brief aan de wethouder over het fietspad. Er komt antwoord, zegt ze.",
      "Bij techniek maakten we een molen die echt iets optilt: een gum.",
      "We volgden het weer een week lang. Op donderdag was alles tegelijk.",
      "Iedereen heeft een spreekbeurt gehoord over cavia's. Sommigen drie.",
    ],
    high: [
      "Breuken: een pizza delen door zeven is gelukt, door elf niet.",
      "We hielden een debat over telefoons op school. De tegenstanders wonnen met één stem.",
      "Bij geschiedenis waren we in de Gouden Eeuw, met beide kanten ervan.",
      "We schreven sollicitatiebrieven voor klusjes in school. De plantenploeg is compleet.",
      "Bij techniek bouwden we een alarm. Het gaat af bij alles.",
      "We lazen nieuws van drie kranten over hetzelfde. De verschillen waren groot.",
      "Topografie: de rivieren. Leer ze van de bron naar de zee.",
      "Bij Engels hielden we een restaurant. De rekening klopte niet, de bediening wel.",
      "Procenten: met korting op korting ben je niet gratis uit. Dat viel tegen.",
      "We maakten een podcast over de buurt. De bakker op de hoek is nu beroemd.",
      "Bij natuurkunde viel alles even snel, behalve het papier.",
      "We lazen het eerste hoofdstuk van een boek en schreven zelf het laatste.",
      "De kinderraad vergaderde over het plein. Het plan is getekend en begroot.",
      "Ontleden: wie doet wat aan wie. Het hondje bleef het lijdend voorwerp.",
    ],
  },
  people: [
    "We verwelkomden een nieuwe leerling. Fijn dat je er bent!",
    "Er waren drie jarigen, en dus drie keer iets lekkers.",
    "Onze stagiaire gaf haar eerste les. Dat ging heel goed.",
    "De kinderen losten samen een ruzie op. Daar ben ik trots op.",
    "Iedereen heeft meegedaan met de gymles, ook de twee met gips.",
    "We zongen uit volle borst, tot aan de directiekamer.",
  ],
  practical: [
    "Wilt u de luizenzak meenemen en wassen?",
    "Denkt u aan de gymtas?",
    "De drinkbekers met naam komen altijd terug, die zonder nooit.",
    "Bibliotheekboeken graag mee terug.",
    "We kunnen nog oude kranten gebruiken.",
    "Een reservebroek in de tas is geen luxe.",
    "Er ligt een wees-want op de vensterbank.",
  ],
  comments: [
    "Wat leuk om te lezen!",
    "Dat verklaart de spaghetti in de wastas.",
    "Hij had het er aan tafel over.",
    "Dank voor het verslag.",
    "Ze wil nu ook thuis zo'n hoek.",
  ],
};
