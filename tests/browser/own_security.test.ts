import { Buffer } from "node:buffer";
import { base32 } from "oslo/encoding";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { codeAt, stepAt } from "../../modules/accounts/totp.ts";
import { expectClean, openBrowser, school, sizes, web } from "../support/browser.ts";
import { picture } from "../support/forms.ts";
import { password } from "../support/house.ts";

// The second step and the own photo, as someone goes through them; each state is looked at by axe.

openBrowser();

const later = (seconds: number) =>
  school.clock.travel(new Date(school.clock.now().getTime() + seconds * 1000).toISOString());
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const require = (required: boolean) =>
  school.house.db.updateTable("schools").set({ two_step_required: required }).execute();

describe.each(sizes)("%s", (_, look) => {
  test("the head is asked to switch on the second step, and signs in with it", async () => {
    await require(true);
    const page = await web.open(look);
    const home = `${web.origin}/regenton`;
    const signIn = async () => {
      await page.goto(`${home}/sign-in?next=/regenton/settings`);
      await page.fill("[name=userName]", "directie@regenton.example");
      await page.fill("[name=password]", password);
      await page.click("main button.btn:not(.quiet)");
    };
    await signIn();
    await page.getByText("De school vraagt dit van iedereen").waitFor();
    await expectClean(page, "asked to switch it on");
    await page.fill("[name=current]", "fout");
    await press(page, "Begin met instellen");
    await page.locator("#current-error").waitFor();
    await expectClean(page, "with the wrong password");
    await page.fill("[name=current]", password);
    await press(page, "Begin met instellen");
    await page.locator(".qr svg").waitFor();
    await expectClean(page, "the key");
    const key = await page.locator("code.key").innerText();
    const code = (steps = 0) =>
      codeAt(base32.decode(key.replaceAll(" ", "")), stepAt(school.clock.now()) + steps);
    await page.fill("[name=code]", await code());
    await press(page, "Zet inloggen in twee stappen aan");
    await page.getByText("herstelcodes").waitFor();
    await expectClean(page, "the recovery codes");
    const codes = await page.locator("code.key").allInnerTexts();
    expect(codes).toHaveLength(10);
    await page.getByRole("link", { name: "Ik heb ze bewaard" }).click();
    await page.getByText("hebt nog 10 herstelcodes.").waitFor();
    await expectClean(page, "on");

    await page.context().clearCookies();
    later(90);
    await signIn();
    await page.getByRole("heading", { name: "Nog één stap" }).waitFor();
    await expectClean(page, "the code is asked");
    await page.fill("[name=code]", "000000");
    await press(page, "Inloggen");
    await page.locator("#code-error").waitFor();
    await expectClean(page, "with a wrong code");
    await page.fill("[name=code]", await code());
    await press(page, "Inloggen");
    await page.waitForURL(`${home}/settings`);

    await page.context().clearCookies();
    await signIn();
    await page.getByText("Ik heb mijn telefoon niet").click();
    await page.fill("[name=recoveryCode]", "AAAA");
    await press(page, "Inloggen met herstelcode");
    await page.locator("#recoveryCode-error").waitFor();
    await expectClean(page, "with a wrong recovery code");
    await page.fill("[name=recoveryCode]", codes[3]!.toLowerCase());
    await press(page, "Inloggen met herstelcode");
    await page.waitForURL(`${home}/settings`);

    await require(false);
    await page.goto(`${home}/account/two-step`);
    await page.getByText("Zet uit", { exact: true }).click();
    const form = page.locator("form[action$=removal]");
    await form.locator("[name=current]").fill(password);
    await form.locator("[name=code]").fill(codes[4]!);
    await press(page, "Zet inloggen in twee stappen uit");
    await page.getByText("Inloggen in twee stappen staat uit.").waitFor();
    later(90);
  });

  test("a parent adds a photo, which stands in the menu, and sees what was wrong with another", async () => {
    const page = await web.openAs("ouder@regenton.example", look);
    await page.goto(`${web.origin}/regenton/account`);
    await page.getByText("Voeg een foto toe").click();
    await expectClean(page, "the field of the photo");
    await page.setInputFiles("[name=photo]", {
      name: "brief.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from("Dag school"),
    });
    await press(page, "Bewaar foto");
    await page.getByText("Dit is geen foto die we kunnen lezen.").waitFor();
    await expectClean(page, "no photo");
    await page.setInputFiles("[name=photo]", picture("bos.jpg"));
    await press(page, "Bewaar foto");
    await page.getByText("De foto is bewaard.").waitFor();
    await page.locator(".face.large img").waitFor();
    await expectClean(page, "with a photo");
    const shown = await page.locator(".top .face img").evaluate((image) =>
      (image as unknown as { naturalWidth: number }).naturalWidth
    );
    expect(shown).toBe(96);
    await page.getByText("Wijzig foto").click();
    await press(page, "Verwijder foto");
    await page.getByText("De foto is verwijderd.").waitFor();
  });
});
