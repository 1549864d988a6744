import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import fc from "fast-check";
import PostalMime, { decodeWords } from "postal-mime";
import { SMTPServer } from "smtp-server";
import {
  activationMail,
  contactMail,
  digestMail,
  groupMail,
  type Language,
  type Letter,
  noticeMail,
  passwordChangedMail,
  passwordResetMail,
  urgentMail,
  userNameChangedMail,
} from "../emails/mod.ts";
import {
  createSender,
  MailFailure,
  type MailSender,
  type OutgoingMail,
  parseAddress,
  readKept,
  toMime,
} from "../emails/sender.ts";

const school = { name: "Basisschool De Regenton" };
const site = "https://regenton.example/regenton";

async function everyMail(language: Language): Promise<Record<string, Letter>> {
  const basics = { language, school };
  return {
    activation: (await activationMail({ ...basics, validDays: 14 })).for({
      firstName: "Zoë",
      userName: "zoe@regenton.example",
      link: `${site}/welkom/geheim`,
    }),
    passwordReset: (await passwordResetMail({ ...basics, validMinutes: 60 })).for({
      firstName: "Zoë",
      link: `${site}/wachtwoord/geheim`,
    }),
    passwordChanged: (await passwordChangedMail(basics)).for({
      firstName: "Zoë",
      when: "10 november, 14.05",
      link: `${site}/wachtwoord`,
    }),
    userNameChanged: (await userNameChangedMail(basics)).for({
      firstName: "Zoë",
      oldUserName: "oud@regenton.example",
      newUserName: "nieuw@regenton.example",
      link: `${site}/inloggen`,
    }),
    urgent: (await urgentMail({
      ...basics,
      title: "Geen gym",
      bodyHtml: "<p>De sporthal is <strong>dicht</strong>.</p>",
      audience: "Groep 5a",
      sentBy: "Wouter Blom",
      link: `${site}/nieuws/12`,
    })).for({}),
    digest: (await digestMail(basics)).for(parentWithNews),
    contact: (await contactMail({
      ...basics,
      topic: "Inloggen lukt niet",
      message: "Dag,\n\nIk kan niet inloggen.",
      from: { name: "Joost de Wit", address: "joost@wit.example" },
      signedIn: false,
    })).for({}),
    group: (await groupMail({
      ...basics,
      subject: "Controle op maandag",
      message: "Dag,\n\nKammen liggen klaar.",
      group: "Luizenouders 5a",
      sentBy: "juf Hanneke",
      link: `${site}/special-groups/1`,
    })).for({}),
    notice: (await noticeMail({ ...basics, kind: "gesprek", button: "Bekijk" })).for({
      firstName: "Zoë",
      title: "Uw gesprek",
      paragraphs: ["Het is op donderdag.", "Tot dan."],
      link: `${site}/gesprekken/1`,
    }),
  };
}

const parentWithNews = {
  firstName: "Sanne",
  items: [
    { kind: "agenda", title: "Sinterklaas", concerns: "Algemeen", link: `${site}/agenda/4` },
    {
      kind: "nieuws",
      title: "Studiedag",
      concerns: "Groep 5a, Noor",
      teaser: "Op woensdag is iedereen vrij.",
      link: `${site}/nieuws/2`,
    },
  ],
  notes: [{ text: "2 ongelezen berichten", link: `${site}/postvak` }],
  links: { start: site, settings: `${site}/meldingen`, unsubscribe: `${site}/uit/geheim` },
} as const;

const mailTo = (address: string, changes: Partial<OutgoingMail> = {}): OutgoingMail => ({
  messageId: `${crypto.randomUUID()}@regenton.example`,
  from: { name: "Basisschool De Regenton", address: "post@regenton.example" },
  to: { name: "Zoë Yılmaz", address },
  subject: "Nieuws van de kleuters – één ding",
  html: "<p>Dag Zoë, tot <b>morgen</b>.</p>",
  text: "Dag Zoë, tot morgen.",
  language: "nl",
  ...changes,
});

describe("what mails say", () => {
  for (const language of ["nl", "en"] as const) {
    test(`every mail in ${language} says the same in both parts and names its language`, async () => {
      for (const [name, letter] of Object.entries(await everyMail(language))) {
        expect(letter.subject, name).toMatch(/\S/);
        expect(letter.html, name).toContain(`<html lang="${language}"`);
        expect(letter.html, name).toContain("Basisschool De Regenton");
        expect(letter.text, name).toContain("Basisschool De Regenton");
        expect(letter.text, name).not.toMatch(/<\/?(p|a|table|div)\b/);
        for (const link of letter.html.matchAll(/<a [^>]*href="([^"]+)"/g)) {
          expect(letter.text, name).toContain(link[1]!.replaceAll("&amp;", "&"));
        }
        // Nothing is fetched when the mail is opened.
        expect(letter.html, name).not.toMatch(/<img|<link|url\(|src=|@import|<script/i);
        // No mark of a slot is left behind.
        expect(letter.html + letter.text + letter.subject, name).not.toMatch(/[0-9a-f]{32}/);
      }
    });
  }

  test("Dutch and English subjects differ, in every mail that has words of its own", async () => {
    const [nl, en] = [await everyMail("nl"), await everyMail("en")];
    for (const name of Object.keys(nl).filter((name) => !["notice", "group"].includes(name))) {
      expect(nl[name]!.subject).not.toBe(en[name]!.subject);
    }
  });

  test("the mail for a new password carries the link by the words of the manual", async () => {
    const { html, text } = (await everyMail("nl")).passwordReset!;
    expect(html).toMatch(/href="[^"]*\/wachtwoord\/geheim"[^>]*>Stuur mij een nieuw wachtwoord</);
    expect(text).toContain(`Stuur mij een nieuw wachtwoord\n${site}/wachtwoord/geheim`);
    expect(text).toContain("60 minuten");
  });

  test("one rendering serves every parent, each with their own name and link only", async () => {
    const mail = await activationMail({ language: "nl", school, validDays: 14 });
    const noor = mail.for({ firstName: "Noor", userName: "n@x.example", link: `${site}/a/1` });
    const mees = mail.for({ firstName: "Mees", userName: "m@x.example", link: `${site}/a/2` });
    expect(noor.html).toContain("Dag Noor,");
    expect(noor.html).toContain(`href="${site}/a/1"`);
    expect(mees.html + mees.text).not.toMatch(/Noor|n@x|\/a\/1/);
  });

  test("a name with HTML, quotes or line breaks stays a name", async () => {
    const mail = await noticeMail({ language: "nl", school, button: "Bekijk" });
    await fc.assert(fc.property(fc.string({ unit: "grapheme" }), (tail) => {
      const nasty = `<img src=x onerror="a('b')">&amp;\r\nBcc: x@y.example\u0000${tail}`;
      const letter = mail.for({ firstName: nasty, title: nasty, paragraphs: [nasty], link: site });
      expect(letter.html).not.toContain("<img");
      expect(letter.html).toContain(
        "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;",
      );
      expect(letter.subject).not.toMatch(/\p{Cc}/u);
      expect(letter.text).toContain(`<img src=x onerror="a('b')">&amp; Bcc: x@y.example`);
    }));
  });

  test("a link that is not a web address makes no mail", async () => {
    const mail = await passwordResetMail({ language: "nl", school, validMinutes: 60 });
    expect(() => mail.for({ firstName: "Zoë", link: "javascript:alert(1)" })).toThrow(TypeError);
  });

  test("an urgent message is told in full, dressed for mail, without what mail must not carry", async () => {
    const { html, text } = (await urgentMail({
      language: "nl",
      school,
      title: "Geen gym & <geen> zwemmen",
      bodyHtml:
        `<p class="x" style="position:fixed" hx-get="/x" onclick="y()">Neem <a href="/regenton/agenda">de agenda</a> door.</p>` +
        `<ul><li>Warme jas</li></ul><img src="https://elders.example/p.gif" alt="het plein">` +
        `<a href="javascript:alert(1)">hier</a><script>alert(1)</script>`,
      audience: "Groep 5a",
      sentBy: "Wouter Blom",
      link: `${site}/nieuws/12`,
    })).for({});
    expect(html).toContain("Geen gym &amp; &lt;geen> zwemmen");
    expect(html).toContain('href="https://regenton.example/regenton/agenda"');
    expect(html).toMatch(/<li class="[^"]*" style="[^"]+">Warme jas/);
    expect(html).not.toMatch(/position:fixed|hx-get|onclick|elders\.example|javascript:|<script/);
    expect(text).toContain("Geen gym & <geen> zwemmen");
    expect(text).toContain("- Warme jas");
    expect(text).toContain("[het plein]");
    expect(text).toContain("Groep 5a");
    expect(text).not.toContain("alert");
  });

  test("a digest lists what is new per kind, news before the calendar, and says for whom", async () => {
    const { subject, text, html } = (await everyMail("nl")).digest!;
    expect(subject).toBe("2 nieuwe berichten van Basisschool De Regenton");
    const places = [
      "Nieuws",
      "Studiedag",
      "Groep 5a, Noor",
      "iedereen vrij",
      "Agenda",
      "Sinterklaas",
    ]
      .concat("Ook voor u", "2 ongelezen berichten", "Open het portaal", `${site}/uit/geheim`)
      .map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).not.toContain("Prikbord");
    expect(html).not.toMatch(/>\s*Prikbord/);
  });

  test("a digest with one message says so, and with none says why it came", async () => {
    const digest = await digestMail({ language: "nl", school });
    const one = digest.for({ ...parentWithNews, items: [parentWithNews.items[0]] });
    const none = digest.for({ ...parentWithNews, items: [] });
    expect(one.subject).toBe("1 nieuw bericht van Basisschool De Regenton");
    expect(none.subject).toBe("Er staat iets voor u klaar bij Basisschool De Regenton");
  });

  test("a school that renamed a menu item and chose a colour sees both in its mails", async () => {
    const own = { name: "De Dwarsfluiter", brand: "#aaddee", kindWords: { agenda: "Kalender" } };
    const { html } = (await digestMail({ language: "nl", school: own })).for(parentWithNews);
    expect(html).toContain("Kalender");
    expect(html).toContain("background-color:#aaddee");
    const odd = { name: "De Dwarsfluiter", brand: 'red;background:url("//x.example")' };
    const safe = (await digestMail({ language: "nl", school: odd })).for(parentWithNews);
    expect(safe.html).not.toContain("x.example");
  });
});

describe("how mails leave", () => {
  let server: SMTPServer;
  let sender: MailSender;
  let received: { from: string; to: string[]; raw: Uint8Array }[] = [];

  beforeAll(async () => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      hideSMTPUTF8: false,
      onMailFrom: ({ address }, _session, done) =>
        done(address.startsWith("verboden@") ? refusal(553, "5.7.1 verboden@x sender") : null),
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith("weg@")) return done(refusal(550, "5.1.1 <weg@x> is not here"));
        if (address.startsWith("vol@")) return done(refusal(452, "4.2.2 mailbox of vol@x full"));
        if (address.startsWith("inloggen@")) return done(refusal(530, "5.7.0 sign in first"));
        done();
      },
      onData: (stream, session, done) => {
        const chunks: Uint8Array[] = [];
        stream.on("data", (chunk) => chunks.push(chunk));
        stream.on("end", () => {
          const { mailFrom, rcptTo } = session.envelope;
          const to = rcptTo.map(({ address }) => address);
          if (to.some((address) => address.startsWith("spam@"))) {
            return done(refusal(554, "5.7.1 looks like spam for spam@x"));
          }
          received.push({
            from: mailFrom ? mailFrom.address : "",
            to,
            raw: new Uint8Array(Buffer.concat(chunks)),
          });
          done();
        });
      },
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const address = server.server.address();
    if (!address || typeof address === "string") throw new Error("The SMTP server has no port");
    sender = createSender({ smtpUrl: `smtp://127.0.0.1:${address.port}`, keepIn: "/nonexistent" });
  });
  afterAll(async () => {
    await sender.close();
    await new Promise<void>((closed) => server.close(closed));
  });
  beforeEach(() => {
    received = [];
  });

  const refusal = (responseCode: number, words: string) =>
    Object.assign(new Error(words), { responseCode });

  async function arrive(mail: OutgoingMail) {
    expect(await sender.send(mail)).toEqual({ accepted: true });
    const { raw, ...envelope } = received.at(-1)!;
    const parsed = await PostalMime.parse(raw);
    const header = (name: string) => parsed.headers.find(({ key }) => key === name)?.value;
    return { ...parsed, envelope, header, raw: new TextDecoder().decode(raw) };
  }
  const failure = (address: string, changes?: Partial<OutgoingMail>) =>
    sender.send(mailTo(address, changes)).then(
      () => expect.fail("the mail was accepted"),
      (error: unknown) => error as MailFailure,
    );

  test("a digest arrives with both parts, its own Message-ID and a one-click way out", async () => {
    const letter = (await everyMail("nl")).digest!;
    const mail = mailTo("zoe@regenton.example", {
      ...letter,
      list: { id: "nieuws.regenton.example", name: "Nieuws van De Regenton, één school" },
      unsubscribe: `${site}/uit/geheim?a=1&b=2`,
      replyTo: { name: "Administratie", address: "administratie@regenton.example" },
    });
    const got = await arrive(mail);
    expect(sender.kind).toBe("smtp");
    expect(got.header("message-id")).toBe(`<${mail.messageId}>`);
    expect(decodeWords(got.header("list-id") ?? "")).toBe(
      "Nieuws van De Regenton, één school <nieuws.regenton.example>",
    );
    expect(got.header("list-unsubscribe")).toBe(`<${site}/uit/geheim?a=1&b=2>`);
    expect(got.header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    expect(got.header("auto-submitted")).toBe("auto-generated");
    expect(got.header("x-auto-response-suppress")).toBe("All");
    expect(got.header("content-language")).toBe("nl");
    expect(got.replyTo).toEqual([
      { name: "Administratie", address: "administratie@regenton.example" },
    ]);
    expect(got.subject).toBe(letter.subject);
    expect(got.html?.trim()).toBe(letter.html.trim());
    expect(got.text?.trim()).toBe(letter.text);
  });

  test("a mail about a password cannot be unsubscribed from", async () => {
    const letter = (await everyMail("en")).passwordReset!;
    const got = await arrive(mailTo("zoe@regenton.example", { ...letter, language: "en" }));
    expect(got.raw).not.toMatch(/^List-Unsubscribe/im);
    expect(got.header("content-language")).toBe("en");
    expect(got.header("auto-submitted")).toBe("auto-generated");
  });

  test("names from all over Europe arrive as they are written", async () => {
    for (const name of ["Zoë", "Çağla Yılmaz", "Łukasz", 'O’Brien, "Sam" (oma)']) {
      const { to } = await arrive(mailTo("ouder@regenton.example", {
        to: { name, address: "ouder@regenton.example" },
      }));
      expect(to).toEqual([{ name, address: "ouder@regenton.example" }]);
    }
  });

  test("unusual addresses that are valid are delivered to", async () => {
    const unusual = [
      "o'brien+school@regenton.example",
      "a.b-c_d/e=f@sub.regenton.example",
      '"oma,opa"@regenton.example',
      "ouder@käserei.example",
      "çağla@regenton.example",
    ];
    for (const address of unusual) {
      expect((await arrive(mailTo(address))).envelope.to).toEqual([address]);
    }
  });

  test("a domain with an accent goes over the line in ASCII", async () => {
    const { envelope, bytes } = await toMime(mailTo("ouder@käserei.example"));
    expect(envelope.to).toBe("ouder@xn--kserei-bua.example");
    expect(new TextDecoder().decode(bytes)).toContain("<ouder@xn--kserei-bua.example>");
  });

  test("line breaks in a name or subject never become headers or receivers", async () => {
    const evil = "Zoë\r\nBcc: spion@elders.example\r\n\r\n<script>";
    const got = await arrive(mailTo("zoe@regenton.example", {
      from: { name: evil, address: "post@regenton.example" },
      to: { name: evil, address: "zoe@regenton.example" },
      replyTo: { name: evil, address: "post@regenton.example" },
      subject: evil,
      list: { id: "nieuws.regenton.example", name: evil },
      unsubscribe: `${site}/uit\r\nBcc: spion@elders.example`,
    }));
    expect(got.bcc).toBeUndefined();
    expect(got.raw).not.toMatch(/^Bcc:/im);
    expect(got.envelope.to).toEqual(["zoe@regenton.example"]);
    expect(got.text?.trim()).toBe("Dag Zoë, tot morgen.");
  });

  test("an address, list or Message-ID that smuggles something in is refused for good", async () => {
    const addresses = [
      "zoe@regenton.example\r\nRCPT TO:<spion@elders.example>",
      "zoe@regenton.example, spion@elders.example",
      "zoe@regenton.example> BODY=8BITMIME",
      "Zoë <zoe@regenton.example>",
      "zoe",
      "@regenton.example",
      "",
    ];
    for (const address of addresses) {
      expect(await failure(address)).toMatchObject({ permanent: true, code: "EADDRESS" });
    }
    const smuggled = [
      { messageId: "1@x>\r\nBcc: spion@elders.example" },
      { list: { id: "nieuws.example>\r\nBcc: spion@elders.example", name: "Nieuws" } },
      { unsubscribe: "mailto:spion@elders.example" },
    ];
    for (const changes of smuggled) {
      expect(await failure("zoe@regenton.example", changes)).toMatchObject({ permanent: true });
    }
    expect(received).toEqual([]);
  });

  test("a refusal of the mail server is permanent or passing, and names nobody", async () => {
    const refusals = [
      [await failure("weg@regenton.example"), true, "550 5.1.1"],
      [await failure("spam@regenton.example"), true, "554 5.7.1"],
      [
        await failure("zoe@regenton.example", { from: { address: "verboden@regenton.example" } }),
        true,
        "553 5.7.1",
      ],
      [await failure("vol@regenton.example"), false, "452 4.2.2"],
      [await failure("inloggen@regenton.example"), false, "530 5.7.0"],
    ] as const;
    for (const [error, permanent, code] of refusals) {
      expect(error).toBeInstanceOf(MailFailure);
      expect(error).toMatchObject({ permanent, code });
      expect(error.message).toContain(code);
      expect(`${error.message} ${error.stack}`).not.toMatch(/(weg|spam|verboden|vol|zoe)@/);
    }
    expect((await arrive(mailTo("zoe@regenton.example"))).envelope.to).toHaveLength(1);
  });

  test("a mail server that is away is a passing failure", async () => {
    const away = createSender({ smtpUrl: "smtp://127.0.0.1:1", keepIn: "/nonexistent" });
    const error = await away.send(mailTo("zoe@regenton.example")).catch((error) => error);
    await away.close();
    expect(error).toBeInstanceOf(MailFailure);
    expect(error.permanent).toBe(false);
  });

  test("mails sent at once share a few connections and all arrive once", async () => {
    const mails = Array.from({ length: 40 }, (_, at) => mailTo(`ouder${at}@regenton.example`));
    await Promise.all(mails.map((mail) => sender.send(mail)));
    const to = received.flatMap((mail) => mail.to);
    expect(to.toSorted()).toEqual(mails.map((mail) => mail.to.address).toSorted());
    expect(server.connections.size).toBeLessThanOrEqual(5);
  });

  test("an attachment arrives byte for byte", async () => {
    const content = crypto.getRandomValues(new Uint8Array(5_000));
    const got = await arrive(mailTo("zoe@regenton.example", {
      attachments: [{ filename: "brief één.pdf", contentType: "application/pdf", content }],
    }));
    expect(got.attachments).toHaveLength(1);
    expect(got.attachments[0]!.filename).toBe("brief één.pdf");
    expect(new Uint8Array(got.attachments[0]!.content as ArrayBuffer)).toEqual(content);
  });
});

describe("mail that does not leave the machine", () => {
  let folder: string;
  beforeAll(async () => {
    folder = `${await Deno.makeTempDir()}/mail`;
  });
  afterAll(() => Deno.remove(`${folder}/..`, { recursive: true }));

  test("is kept, and reads back as it was sent", async () => {
    const sender = createSender({ keepIn: folder });
    expect(sender.kind).toBe("kept");
    const letter = (await everyMail("nl")).activation!;
    const mail = mailTo("çağla@regenton.example", {
      ...letter,
      messageId: "d-1042@regenton.example",
      unsubscribe: `${site}/uit/geheim`,
    });
    expect(await sender.send(mail)).toEqual({ accepted: true });
    const kept = (await readKept(folder, "d-1042"))!;
    expect(kept.subject).toBe(letter.subject);
    expect(kept.html.trim()).toBe(letter.html.trim());
    expect(kept.text).toBe(letter.text);
    expect(kept.from).toEqual(mail.from);
    expect(kept.to).toEqual([mail.to]);
    expect(Math.abs(kept.date.getTime() - Date.now())).toBeLessThan(60_000);
    expect(kept.headers).toContainEqual({ name: "message-id", value: `<${mail.messageId}>` });
    expect(kept.headers).toContainEqual({ name: "auto-submitted", value: "auto-generated" });
  });

  test("is there once when it is sent twice, and leaves nothing half-written", async () => {
    const sender = createSender({ keepIn: folder });
    const mail = mailTo("zoe@regenton.example", { messageId: "d-7@regenton.example" });
    await Promise.all([sender.send(mail), sender.send(mail)]);
    const files = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    expect(files.filter((name) => name.startsWith("d-7"))).toEqual(["d-7.eml"]);
  });

  test("is for the owner of the process only", async () => {
    const sender = createSender({ keepIn: folder });
    await sender.send(mailTo("zoe@regenton.example", { messageId: "d-8@regenton.example" }));
    expect((await Deno.stat(`${folder}/d-8.eml`)).mode! & 0o077).toBe(0);
  });

  test("is not found under an id that leads elsewhere", async () => {
    await Deno.writeTextFile(`${folder}/../elders.eml`, "Subject: geheim\r\n\r\ngeheim");
    expect(await readKept(folder, "../elders")).toBeUndefined();
    expect(await readKept(folder, "d-bestaat-niet")).toBeUndefined();
  });

  test("cannot be kept when the disk refuses, which is a passing failure", async () => {
    const sender = createSender({ keepIn: "/proc/nergens" });
    const error = await sender.send(mailTo("zoe@regenton.example")).catch((error) => error);
    expect(error).toBeInstanceOf(MailFailure);
    expect(error.permanent).toBe(false);
  });
});

describe("addresses as an administrator writes them", () => {
  test("one address with or without a name is read", () => {
    expect(parseAddress("De Regenton <post@regenton.example>"))
      .toEqual({ name: "De Regenton", address: "post@regenton.example" });
    expect(parseAddress("post@regenton.example")).toEqual({ address: "post@regenton.example" });
  });

  test("none, two or half an address is refused", () => {
    for (const written of ["", "post", "a@x.example, b@x.example", "De Regenton <post>"]) {
      expect(() => parseAddress(written)).toThrow(TypeError);
    }
  });
});

test("the same letter to two parents arrives as the same letter, each under their own headers", async () => {
  const letter = { html: "<p>De school is dicht.</p>", text: "De school is dicht." };
  const [zoe, daan, other] = await Promise.all([
    mailTo("zoe@regenton.example", { ...letter, messageId: "d-1@regenton.example" }),
    mailTo("daan@regenton.example", { ...letter, messageId: "d-2@regenton.example" }),
    mailTo("daan@regenton.example", { ...letter, text: "De school is open." }),
  ].map(async (mail) => PostalMime.parse((await toMime(mail)).bytes)));
  const again = await PostalMime.parse(
    (await toMime(mailTo("ria@regenton.example", { ...letter, subject: "Nog eens" }))).bytes,
  );
  for (const parsed of [zoe!, daan!, again]) {
    expect(parsed.html?.trim()).toBe(letter.html);
    expect(parsed.text?.trim()).toBe(letter.text);
  }
  expect(other!.text?.trim()).toBe("De school is open.");
  expect(zoe!.to?.[0]?.address).toBe("zoe@regenton.example");
  expect(daan!.to?.[0]?.address).toBe("daan@regenton.example");
  expect(daan!.messageId).toBe("<d-2@regenton.example>");
  expect(again.subject).toBe("Nog eens");
});

test("any name and subject survive the journey through MIME", async () => {
  const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 })
    .map((raw) => raw.replace(/[\s\p{Cc}]+/gu, " ").trim()).filter(Boolean);
  await fc.assert(
    fc.asyncProperty(words, words, async (name, subject) => {
      const { bytes } = await toMime(
        mailTo("zoe@regenton.example", {
          to: { name, address: "zoe@regenton.example" },
          subject,
        }),
      );
      const parsed = await PostalMime.parse(bytes);
      expect(parsed.to).toEqual([{ name, address: "zoe@regenton.example" }]);
      expect(parsed.subject).toBe(subject);
    }),
    { numRuns: 50 },
  );
});
