import { texts } from "../../web/language.ts";

/** Questions and answers, and the contact form. */
export const helpText = texts("help", {
  help: "Hulp",
  lead: "Het antwoord op wat ouders het vaakst vragen. Staat het er niet bij? Schrijf ons.",
  edit: "Wijzig vragen",
  toSignIn: "Naar inloggen",
  contact: {
    title: "Schrijf de administratie",
    lead: "U krijgt antwoord per mail.",
    orCall: "Of bel",
    name: "Uw naam",
    email: "Uw e-mailadres",
    emailHint: "Hier sturen we het antwoord naartoe.",
    topic: "Onderwerp",
    message: "Uw vraag",
    submit: "Verstuur uw vraag",
    sent: "Uw vraag is verstuurd. De administratie antwoordt u per mail.",
  },
  editing: {
    title: "Vragen en antwoorden",
    back: "Terug naar de hulp",
    standardLead:
      "Nu staan de standaardvragen er, voor iedereen in de eigen taal. Wil je ze veranderen? Maak ze dan eigen; ze staan daarna in de taal van de school.",
    adopt: "Maak er eigen vragen van",
    adopted: "Dit zijn nu de eigen vragen van de school.",
    ownLead: "Dit zijn de eigen vragen van de school. Wat je hier doet, ziet iedereen meteen.",
    question: "Vraag",
    answer: "Antwoord",
    answerHint: "Een lege regel begint een nieuwe alinea.",
    save: "Bewaar",
    saved: "De vraag is bewaard.",
    up: (question: string) => `Zet hoger: ${question}`,
    down: (question: string) => `Zet lager: ${question}`,
    remove: "Verwijder vraag",
    removed: "De vraag is weg.",
    add: "Nieuwe vraag",
    addSubmit: "Zet de vraag erbij",
    added: "De vraag staat erbij.",
    restore: "Zet de standaardvragen terug",
    restoreQuestion:
      "De eigen vragen van de school verdwijnen; de standaardvragen staan er dan weer.",
    restored: "De standaardvragen staan er weer.",
  },
  items: {
    first: {
      question: "Hoe log ik de eerste keer in?",
      answer:
        "U krijgt van de school een mail met een link. Via die link kiest u zelf een wachtwoord en bent u meteen binnen.\n\nUw gebruikersnaam is het e-mailadres dat de school van u heeft. De link werkt één keer en is 14 dagen geldig. Is hij verlopen? Kies op de inlogpagina voor een nieuwe uitnodiging.",
    },
    forgotten: {
      question: "Ik ben mijn wachtwoord vergeten. Wat nu?",
      answer:
        "Kies op de inlogpagina Wachtwoord vergeten en vul uw e-mailadres in. U krijgt een mail met een link om een nieuw wachtwoord te kiezen. Die link werkt 60 minuten.",
    },
    noMail: {
      question: "Ik krijg geen mail van de school.",
      answer:
        "Kijk eerst in de map met ongewenste mail. Staat de mail daar, geef dan aan dat het geen spam is; de volgende komt dan wel goed aan.\n\nNiets te vinden? Misschien heeft de school een ander e-mailadres van u. Laat het de administratie weten met het formulier hieronder.",
    },
    when: {
      question: "Wanneer krijg ik bericht over iets nieuws?",
      answer:
        "Aan het eind van de middag krijgt u één mail met alles wat nieuw is. Is er niets nieuws, dan krijgt u niets.\n\nOnder Mijn account, Notificaties, kiest u van welke berichten u mail wilt.",
    },
    urgent: {
      question: "Wat is een spoedbericht?",
      answer:
        "Een bericht dat niet kan wachten, zoals een lesdag die niet doorgaat. Het komt meteen per mail en staat oranje bovenaan de startpagina. Spoedberichten kunt u niet uitzetten.",
    },
    changed: {
      question: "Mijn e-mailadres, telefoonnummer of adres is veranderd.",
      answer:
        "Geef het door aan de administratie, bijvoorbeeld met het formulier hieronder. Uw gebruikersnaam blijft hetzelfde, tot de school die ook wijzigt; u krijgt daar dan een mail over.",
    },
    parents: {
      question: "Wij zijn met twee ouders. Hebben we elk een account?",
      answer:
        "Ja, elke ouder of verzorger met een eigen e-mailadres heeft een eigen account en ziet dezelfde berichten over het kind. Gebruikt u samen één e-mailadres, dan deelt u één account.\n\nOuders zien van elkaar geen adres of telefoonnummer.",
    },
    child: {
      question: "Ik zie een kind of een groep niet.",
      answer:
        "U ziet de berichten voor de hele school en voor de groepen waar uw kinderen dit schooljaar in zitten. Klopt dat niet, dan staat uw kind misschien nog niet in de goede groep. Schrijf de administratie.",
    },
    who: {
      question: "Wie kan lezen wat ik op het prikbord schrijf?",
      answer:
        "Dat staat erbij op het moment dat u schrijft: de ouders van één groep of van de hele school, en de medewerkers. Niemand van buiten de school kan meelezen.",
    },
    phone: {
      question: "Werkt het ook op mijn telefoon?",
      answer:
        "Ja. Open het portaal in de browser van uw telefoon en kies in het menu Zet op beginscherm. Dan opent u het voortaan met één tik. Vink bij het inloggen Ingelogd blijven aan, dan hoeft u niet steeds opnieuw in te loggen.",
    },
  },
  errors: {
    tooMany: "Er kwamen te veel vragen achter elkaar. Probeer het later opnieuw, of bel de school.",
    nobody: "De school heeft nog geen adres voor vragen. Bel de school.",
  },
}, {
  help: "Help",
  lead: "Answers to what parents ask most. Is yours not there? Write to us.",
  edit: "Change questions",
  toSignIn: "To sign in",
  contact: {
    title: "Write to the office",
    lead: "You will get an answer by mail.",
    orCall: "Or call",
    name: "Your name",
    email: "Your e-mail address",
    emailHint: "We send the answer there.",
    topic: "Subject",
    message: "Your question",
    submit: "Send your question",
    sent: "Your question has been sent. The office will answer you by mail.",
  },
  editing: {
    title: "Questions and answers",
    back: "Back to the help",
    standardLead:
      "The standard questions are there now, for everyone in their own language. Do you want to change them? Make them your own; they are in the language of the school from then on.",
    adopt: "Make them our own questions",
    adopted: "These are now the school's own questions.",
    ownLead: "These are the school's own questions. Everyone sees what you do here at once.",
    question: "Question",
    answer: "Answer",
    answerHint: "An empty line begins a new paragraph.",
    save: "Save",
    saved: "The question has been saved.",
    up: (question) => `Move up: ${question}`,
    down: (question) => `Move down: ${question}`,
    remove: "Remove question",
    removed: "The question is gone.",
    add: "New question",
    addSubmit: "Add the question",
    added: "The question has been added.",
    restore: "Put the standard questions back",
    restoreQuestion:
      "The school's own questions disappear; the standard questions are there again.",
    restored: "The standard questions are there again.",
  },
  items: {
    first: {
      question: "How do I sign in the first time?",
      answer:
        "The school sends you a mail with a link. With that link you choose a password yourself and you are in at once.\n\nYour user name is the e-mail address the school has of you. The link works once and is valid for 14 days. Has it expired? Choose a new invitation on the sign-in page.",
    },
    forgotten: {
      question: "I forgot my password. What now?",
      answer:
        "Choose Forgotten password on the sign-in page and enter your e-mail address. You get a mail with a link to choose a new password. That link works for 60 minutes.",
    },
    noMail: {
      question: "I get no mail from the school.",
      answer:
        "First look in the folder with unwanted mail. Is it there? Say that it is not spam, and the next one will arrive.\n\nNothing there? The school may have another e-mail address of you. Tell the office with the form below.",
    },
    when: {
      question: "When am I told about something new?",
      answer:
        "At the end of the afternoon you get one mail with everything that is new. When there is nothing new you get nothing.\n\nUnder My account, Notifications, you choose about which messages you want mail.",
    },
    urgent: {
      question: "What is an urgent message?",
      answer:
        "A message that cannot wait, such as a school day that is cancelled. It comes by mail at once and stands in orange at the top of the start page. Urgent messages cannot be switched off.",
    },
    changed: {
      question: "My e-mail address, phone number or address has changed.",
      answer:
        "Tell the office, for instance with the form below. Your user name stays the same until the school changes it too; you get a mail about that.",
    },
    parents: {
      question: "There are two of us. Do we each have an account?",
      answer:
        "Yes, each parent or carer with their own e-mail address has their own account and sees the same posts about the child. If you share one e-mail address you share one account.\n\nParents do not see each other's address or phone number.",
    },
    child: {
      question: "I do not see a child or a group.",
      answer:
        "You see posts for the whole school and for the groups your children are in this school year. Is that not right? Your child may not be in the right group yet. Write to the office.",
    },
    who: {
      question: "Who can read what I write on the notice board?",
      answer:
        "It says so at the moment you write: the parents of one group or of the whole school, and the staff. Nobody outside the school can read along.",
    },
    phone: {
      question: "Does it work on my phone?",
      answer:
        "Yes. Open the portal in the browser of your phone and choose Add to home screen in its menu. From then on you open it with one tap. Tick Stay signed in when you sign in, and you need not do so each time.",
    },
  },
  errors: {
    tooMany: "Too many questions came in a row. Try again later, or call the school.",
    nobody: "The school has no address for questions yet. Call the school.",
  },
});
