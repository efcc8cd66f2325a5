// What is written into a text stands where it should, and nothing else changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asBlock, cite, fileName, link, picture } from "/desk/links.js";
import { blockAt, placeOf } from "/desk/places.js";
import { edited } from "/desk/top.js";
import { find } from "/desk/words.js";

test("links and pictures", () => {
  assert.equal(link("See [1]", "b.md#a b"), "[See \\[1\\]](b.md#a%20b)");
  assert.equal(picture("A room,\nlight", "room (1).jpg"), "![A room, light](room%20%281%29.jpg)");
  assert.equal(picture("Ann", "a.jpg", "A model."), "![Ann](a.jpg)\n\nA model.");
  assert.equal(fileName("Über Uns — 2.JPG"), "uber-uns-2-jpg");
});

test("a fact is cited once", () => {
  const at = (text, id = "F2") => edited(text.replace("^", ""), cite(text.replace("^", ""), text.indexOf("^"), id));
  assert.equal(at("It is so.^"), "It is so. [@F2]");
  assert.equal(at("It is so. ^"), "It is so. [@F2]");
  assert.equal(at("It is so. [@F1]^"), "It is so. [@F1; @F2]");
  assert.equal(at("It is so.^ [@F1]"), "It is so. [@F1; @F2]");
  assert.equal(at("It is so. [@F2^]"), "It is so. [@F2]");
  assert.equal(at("a\n^\nb"), "a\n[@F2]\nb");
});

test("a block stands alone", () => {
  const put = (text, block = "B") => {
    const at = text.indexOf("^");
    const plain = text.replace("^", "");
    return edited(plain, { from: at, to: at, insert: asBlock(plain, at, at, block) });
  };
  assert.equal(put("^"), "B\n");
  assert.equal(put("a^"), "a\n\nB\n");
  assert.equal(put("a\n^\nb"), "a\n\nB\n\nb");
  assert.equal(put("a\n\n^\n\nb"), "a\n\nB\n\nb");
  assert.equal(put("a\n\n^b"), "a\n\nB\n\nb");
});

test("the block of a line is the innermost that begins at or above it", () => {
  assert.equal(blockAt([5, 7, 7, 9], 8), 2);
  assert.equal(blockAt([5, 7], 4), -1);
  assert.equal(blockAt([5, 9, 7], 8), 2);
});

test("things are found by words", () => {
  const pages = ["Side effects", "What to expect", "Who should not have it", "Ätna"];
  const by = (query) => find(query, pages, (page) => [page]);
  assert.deepEqual(by("eff"), ["Side effects"]);
  assert.deepEqual(by("it who"), ["Who should not have it"]);
  assert.deepEqual(by("atna"), ["Ätna"]);
  assert.deepEqual(by("nothing like"), []);
  const at = [["A visit, hour by hour", "/what-to-expect/"], ["Expectations", "/a/"]];
  assert.deepEqual(find("what to expect", at, (texts) => texts), [at[0]], "by the words of an address");
  assert.equal(by("").length, 4);
});

test("a press leads to its words", () => {
  const text = "## It's a *heading*\n\nThe first [link](a.md), and “more” words.";
  const at = (before, after) => text.slice(placeOf(text, before, after)).slice(0, 6);
  assert.equal(at("It’s", " a "), " a *he");
  assert.equal(at("The fir", "st "), "st [li");
  assert.equal(at("link", ""), "](a.md");
  assert.equal(at("", ", and “more”"), ", and ");
  assert.equal(at("", ""), "It's a");
  assert.equal(at("not there at all", "nor this"), "It's a");
});
