// A day of the staff, played at the desk on a copy of the practice's site: each task is counted, and
// the table at the end says what it took. With DESK_PICTURES=FOLDER each screen is kept as a picture,
// as wide as a telephone's and as a desk's.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Browser, KEYS, Site } from "./driver.mjs";
import { Staff, table } from "./staff.mjs";

const PHOTO = fileURLToPath(new URL("../../tests/pictures/upright.jpg", import.meta.url));
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><body>
<!--StartFragment--><h2 style="mso-style-next:Normal">Opening hours<o:p></o:p></h2>
<p class=MsoNormal><span style="font-family:Calibri;color:#C00000">We are here on <b>weekdays</b>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">·<span>&nbsp; </span></span><![endif]>Monday to Thursday: 9 to 5<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">·<span>&nbsp; </span></span><![endif]>Friday: 9 to 12<o:p></o:p></p>
<!--EndFragment--></body></html>`;

/** Begins a page, and says in a sentence what it is about. */
async function begins(staff, heading, kind, description) {
  await staff.comes();
  await staff.press("New page");
  await staff.fills("Its heading", heading);
  await staff.chooses("What kind of page?", kind);
  await staff.press("Make it");
  await staff.isOpen();
  await staff.press("About");
  await staff.fills("Description", description);
}

/** Puts in a picture of somebody or nobody. */
async function photo(staff, shows, seen) {
  await staff.drops(PHOTO);
  await staff.fills("What does it show?", shows);
  await staff.chooses("Who can be seen?", seen);
  await staff.press("Put in");
  await staff.isDone();
}

/** The tasks, in the order of the day: each begins with the site that those before it left. */
const TASKS = [
  {
    name: "a new page with list, table, photo, link and source",
    async play(staff) {
      await begins(staff, "Parking at our office", "A page about us",
        "Where to leave your car when you come to us, what it costs, and why you cannot drive home.");
      await staff.looks("new-about");
      await staff.press("Text");
      await staff.overAll();
      await staff.types("You can park behind the house.\n\n");
      await staff.press("List");
      await staff.types("Come ten minutes early.\nBring the parking ticket with you.\n\n");
      await staff.press("Table");
      await staff.looks("new-table");
      for (const [field, text] of [["Head of column 1", "Time"], ["Head of column 2", "Cost"], ["Row 1, column 1", "Up to two hours"],
        ["Row 1, column 2", "Free"], ["Row 2, column 1", "A whole day"], ["Row 2, column 2", "$20"]]) await staff.fills(field, text);
      await staff.press("Use this table");
      await staff.isDone();
      await staff.atEnd();
      await staff.types("\n\n");
      await photo(staff, "The way from the street to the parking lot", "Nobody");
      await staff.atEnd();
      await staff.types("\n\nSomebody else has to drive you home");
      await staff.press("Fact");
      await staff.picks("What does the sentence rest on?", "drive");
      await staff.types(". Read on: ");
      await staff.chords(KEYS.ctrl, "k");
      await staff.looks("new-link");
      await staff.fills("Words that are pressed", "What to expect at a visit");
      await staff.picks("Where does it lead?", "what to expect");
      await staff.sees("What to expect at a visit");
      await staff.press("About");
      await staff.press("Draft");
      await staff.press("Text");
      await staff.saves();
      await staff.looks("new-done");
    },
    check: (site) => {
      const text = site.text("content/parking-at-our-office.md");
      for (const part of ["- Come ten minutes early.\n- Bring", "| A whole day | $20 |", "](upright.jpg)", "[@", "(what-to-expect.md)"]) assert.ok(text.includes(part), `${part} in ${text}`);
      assert.doesNotMatch(text, /^draft = true/m);
    },
  },
  {
    name: "the phone number",
    async play(staff) {
      await staff.opens("Name, phone and menus");
      await staff.press("More");
      await staff.press("Find and replace");
      await staff.fills("Find", "424-307-9504");
      await staff.fills("Replace", "424-307-9505");
      await staff.press("Replace all");
      await staff.sees("424-307-9505");
      await staff.saves();
      await staff.looks("phone");
    },
    check: (site) => assert.match(site.text("content/practice.toml"), /^telephone = "424-307-9505"$/m),
  },
  {
    name: "rename and move a page",
    async play(staff) {
      await staff.comes();
      await staff.press("Move or rename: Parking at our office");
      await staff.fills("Last part of the address", "getting here");
      await staff.chooses("In which section?", "Questions");
      await staff.press("Show what follows");
      await staff.reads("will stand at /questions/getting-here/");
      await staff.looks("move");
      await staff.press("Move it");
      await staff.isOpen();
      await staff.reads("now stands at /questions/getting-here/");
      await staff.looks("moved");
    },
    check: (site) => assert.ok(site.text("content/questions/getting-here.md").includes("upright.jpg")),
  },
  {
    name: "paste from Word",
    async play(staff) {
      await staff.opens("About us and contact");
      await staff.atEnd();
      await staff.types("\n\n");
      await staff.pastes({ "text/html": WORD, "text/plain": "Opening hours" });
      await staff.reads("cannot be kept");
      await staff.sees("Monday to Thursday");
      await staff.looks("word");
      await staff.saves();
    },
    check: (site) => assert.match(site.text("content/contact.md"),
      /## Opening hours\n\nWe are here on \*\*weekdays\*\*\.\n\n- Monday to Thursday: 9 to 5\n- Friday: 9 to 12/),
  },
  {
    name: "delete a page",
    async play(staff) {
      await staff.comes();
      await staff.press("Remove: Parking at our office");
      await staff.chooses("Which page takes its place?", "About us and contact");
      await staff.press("Show what follows");
      await staff.reads("will be gone");
      await staff.looks("remove");
      await staff.press("Remove it");
      await staff.reads("is gone");
    },
    check: (site) => assert.ok(!existsSync(join(site.folder, "content/questions/getting-here.md"))),
  },
  {
    name: "undo: the page is back, and so are words that were deleted",
    async play(staff) {
      await staff.press("Bring back a removed page");
      await staff.looks("back");
      await staff.press("Bring it back");
      await staff.isOpen();
      await staff.overAll();
      await staff.types("Oops.");
      await staff.chords(KEYS.ctrl, "z");
      await staff.chords(KEYS.ctrl, "z");
      await staff.sees("Bring the parking ticket");
    },
    check: (site) => assert.ok(site.text("content/questions/getting-here.md").includes("Bring the parking ticket")),
  },
  {
    name: "a mistake, and its “Apply”",
    async play(staff) {
      await staff.opens("About us and contact");
      await staff.atEnd();
      await staff.types("\n\nRead of [the risks](side-efects.md).");
      await staff.reads("Notes (");
      await staff.press("Notes");
      await staff.looks("mistake");
      await staff.press("Write “side-effects.md”");
      await staff.sees("Read of the risks");
      await staff.saves();
    },
    check: (site) => assert.ok(site.text("content/contact.md").includes("[the risks](side-effects.md)")),
  },
  {
    name: "a profile as a page",
    async play(staff) {
      await begins(staff, "Dr. Ada Example", "A page about us",
        "Who Dr. Ada Example is, what she has learnt and where, and which languages she speaks.");
      await staff.press("Text");
      await staff.overAll();
      await staff.types("Dr. Example is a psychiatrist. She has been with us since 2019.\n\n");
      await photo(staff, "Dr. Example at her desk", "Our staff");
      await staff.atEnd();
      await staff.types("\n\n");
      await staff.press("Heading");
      await staff.types("Languages\n\nEnglish and Spanish.");
      await staff.saves();
      await staff.looks("profile");
    },
    check: (site) => assert.ok(site.text("content/dr-ada-example.md").includes("This picture shows our staff.")),
  },
  {
    name: "dated news as a page",
    async play(staff) {
      await begins(staff, "We move in January", "A page about us",
        "Our new address from January on, how to get there, and what stays as you know it.");
      await staff.dates("Publish", "2099-01-02");
      await staff.press("Draft");
      await staff.press("Text");
      await staff.overAll();
      await staff.types("From January on you find us in a new house. Our phone number stays.");
      await staff.saves();
      await staff.comes();
      await staff.reads("goes live on");
      await staff.looks("home");
    },
    check: (site) => assert.match(site.text("content/we-move-in-january.md"), /^publish = 2099-01-02$/m),
  },
];

let [site, browser] = [];
const took = [];

before(async () => {
  site = new Site();
  [browser] = await Promise.all([Browser.start(), site.serve()]);
  await browser.size(1280, 800);
});

after(async () => {
  console.log(table(took));
  await browser?.end();
  await site?.end();
});

for (const { name, play, check } of TASKS) {
  test(name, async () => {
    const staff = new Staff(browser, site);
    try {
      await play(staff);
    } catch (error) {
      await staff.looks("failed");
      throw error;
    }
    took.push([name, staff.effort]);
    check(site);
    // What is pasted brings styles, which the policy forbids even where nobody would see them.
    const complaints = (await browser.complaints()).filter((said) => !said.includes("Applying inline style"));
    assert.deepEqual(complaints, [], "the browser complains of nothing");
  });
}
