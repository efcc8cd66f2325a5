// What word processors and websites put on the clipboard becomes text of a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import domino from "@mixmark-io/domino";
import fc from "fast-check";
import { toText } from "/desk/paste.js";

const pasted = (html) => toText(domino.createDocument(`<!doctype html><html><body>${html}</body></html>`).body);
const text = (html) => pasted(html).text;

test("a website", () => {
  const html = `<h1>Title</h1><p>One <b>bold</b>, <i>soft</i> &amp; <a href="https://a.org/x (1)">link</a>.</p>
    <h4>Jumped</h4><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol start="3"><li>x</li><li>y</li></ol>
    <blockquote>said</blockquote><script>alert(1)</script><p></p>`;
  assert.equal(text(html), `## Title

One **bold**, *soft* & [link](https://a.org/x%20%281%29).

### Jumped

- a
  - b
- c

3. x
4. y

> said`);
});

test("Google Docs: bold that is none, and stress by style", () => {
  const html = `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-size:16pt;font-weight:700">Head</span></h2>
    <p dir="ltr" style="line-height:1.38"><span style="color:#000000;font-weight:400;">Plain, </span><span style="font-weight:700;">bold</span><span style="font-style:italic"> and soft</span></p>
    <p><a href="https://www.google.com/url?q=https://b.org/?a%3D1&amp;sa=D"><span style="color:#1155cc;text-decoration:underline;">there</span></a></p>
    <ul><li dir="ltr" style="list-style-type:disc"><p dir="ltr"><span>one</span></p></li><li><p>two</p></li></ul></b><br class="Apple-interchange-newline">`;
  const { text, left } = pasted(html);
  assert.equal(text, "## Head\n\nPlain, **bold** *and soft*\n\n[there](https://b.org/?a=1)\n\n- one\n- two");
  assert.ok(!left.includes("underlining, which readers would take for a link"), `${left}`);
});

test("Word: lists, removed text, comments, footnotes, empty paragraphs", () => {
  const item = (level, mark, words) => `<p class=MsoListParagraph style='mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='mso-list:Ignore'>${mark}<span>&nbsp;&nbsp;</span></span><![endif]>${words}<o:p></o:p></p>`;
  const html = `<p class=MsoTitle>All</p>${item(1, "·", "a")}${item(2, "o", "b")}${item(1, "·", "c")}<p class=MsoNormal>Then<o:p>&nbsp;</o:p></p>
    ${item(1, "1.", "x")}${item(1, "2.", "y")}<p>It is <del>not </del><ins>so</ins>.<a href="#_ftn1"><sup>[1]</sup></a></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
    <p><span style="background:yellow">seen</span> <u>line</u><img src="file:///c:/x.png" width=200></p><a href="file:///c:/y.docx">file</a>`;
  const { text, left } = pasted(html);
  assert.equal(text, "## All\n\n- a\n  - b\n- c\n\nThen\n\n1. x\n2. y\n\nIt is so.\n\nseen line\n\nfile");
  assert.deepEqual(left.map((line) => line.split(",")[0].split(":")[0]).sort(), [
    "1 × link that leads nowhere on the web; its words are kept", "1 × mark of a footnote",
    "1 × picture", "1 × text that was marked as removed", "colours", "underlining",
  ]);
});

test("tables: a head, one line a cell, and none that only places things", () => {
  const html = `<table><caption>Cap</caption><tr><td><p><b>Group</b></p></td><td>Much | more</td></tr>
    <tr><td><p>one</p><p>two</p></td><td colspan=2><ul><li>a</li><li>b</li></ul></td></tr></table>
    <table><tr><td><p>alone</p></td></tr></table>`;
  const { text, left } = pasted(html);
  assert.equal(text.replace(/ +/g, " "), `Cap

| Group | Much \\| more |
| --- | --- |
| one<br>two | – a<br>– b |

alone`);
  assert.equal(left.length, 1);
});

test("letters that mean something are text; what may stand in a line stays", () => {
  assert.equal(text("<p>H<sub>2</sub>O and 2*3 and _x_<br>next</p>"), "H<sub>2</sub>O and 2\\*3 and \\_x\\_\\\nnext");
  assert.equal(text("<p>&lt;b&gt; and a &amp;amp; &nbsp;b</p><p>:::x</p>"), "\\<b> and a \\&amp; b\n\n\\:::x");
  assert.equal(text("<p>a<br><br>b<br></p><br>"), "a\n\nb");
});

const leaf = fc.constantFrom("word", "<b>bold</b>", "<a href='javascript:x'>bad</a>", "<a href='https://a.org'>good</a>", "<img src=x>", "<br>", "&nbsp;", "<script>1</script>", "<span style='font-weight:700'>b</span>", "<o:p></o:p>", "[@F1]", "|", "<svg><a>x</a></svg>");
const { html } = fc.letrec((tie) => ({
  html: fc.oneof({ maxDepth: 4 }, leaf, fc.tuple(
    fc.constantFrom("p", "div", "ul", "ol", "li", "table", "tr", "td", "h1", "h3", "h6", "blockquote", "pre", "b", "sup", "font", "p style='mso-list:l0 level2'"),
    fc.array(tie("html"), { maxLength: 4 }),
  ).map(([name, inner]) => `<${name}>${inner.join("")}</${name.split(" ")[0]}>`)),
}));

test("any HTML becomes text, without HTML but what may stand in a line", () => {
  fc.assert(fc.property(html, (html) => {
    const { text } = pasted(html);
    assert.doesNotMatch(text.replace(/<\/?(?:sub|sup|mark|kbd|br)>/g, ""), /<\/?[a-z]/i);
    assert.ok(!text.includes("javascript:"));
  }), { numRuns: 2000, seed: 20261124 });
});
