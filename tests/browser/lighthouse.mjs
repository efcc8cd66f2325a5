// What Lighthouse says of each kind of page: the median of five runs, as on a phone, and what
// the page weighs. By hand, for it takes ten minutes and a quiet machine:
//
//   cargo run --release -- build && node tests/browser/lighthouse.mjs dist
//
// Lighthouse is fetched by npx.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker, isMainThread, workerData } from 'node:worker_threads';
import { brotliCompressSync } from 'node:zlib';

const PAGES = { home: '/', text: '/compare/', section: '/conditions/', questions: '/questions/does-it-help/',
  practical: '/contact/', help: '/help-now/', 'decision aid': '/decide/', 'self-check': '/self-check/', 'A to Z': '/a-z/', missing: '/404.html' };
const LIGHTHOUSE = 'lighthouse@12.8.2';
const BROWSER = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml',
  wasm: 'application/wasm', woff2: 'font/woff2', txt: 'text/plain', png: 'image/png' };
const PORT = 8123;
const RUNS = 5;

/** What is sent as it is: it is packed already, or asked for in parts. */
const PLAIN = ['wav', 'png', 'woff2'];

/** Sends the website as a host should. */
function serve(folder) {
  const compressed = new Map();
  createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const isPlain = PLAIN.includes(path.split('.').pop());
    try {
      if (!compressed.has(path)) {
        const bytes = readFileSync(join(folder, path));
        compressed.set(path, isPlain ? bytes : brotliCompressSync(bytes));
      }
      response.writeHead(200, {
        'content-type': `${TYPES[path.split('.').pop()] ?? 'text/plain'}; charset=utf-8`,
        ...(isPlain ? {} : { 'content-encoding': 'br' }),
        'cache-control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
      });
      response.end(compressed.get(path));
    } catch {
      response.writeHead(404).end();
    }
  }).listen(PORT, '127.0.0.1');
}

const report = join(mkdtempSync(join(tmpdir(), 'lighthouse-')), 'report.json');

function run(path) {
  const arguments_ = ['--yes', LIGHTHOUSE, `http://127.0.0.1:${PORT}${path}`, '--quiet',
    '--output=json', `--output-path=${report}`, `--chrome-flags=${BROWSER.join(' ')}`];
  const { status, stderr } = spawnSync('npx', arguments_, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(readFileSync(report));
}

const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The audits that cost points, in half of the runs or more. */
function lost(reports) {
  const failed = reports.flatMap(({ audits, categories }) =>
    Object.values(categories).flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight > 0 && (audits[id].score ?? 1) < 0.995)
      .map(({ id }) => id));
  return [...new Set(failed)].filter(id =>
    failed.filter(other => other === id).length > reports.length / 2);
}

/** What is sent of these kinds, compressed, in KB. */
function weight({ audits }, ...kinds) {
  const sent = audits['network-requests'].details.items
    .filter(({ resourceType }) => kinds.includes(resourceType))
    .reduce((sum, { transferSize }) => sum + transferSize, 0);
  return (sent / 1000).toFixed(1);
}

function measure() {
  console.log('| page | performance | accessibility | best practices | SEO | largest paint ms '
    + '| shift | HTML KB | CSS KB | font KB | program KB |');
  console.log(`| --- ${'| --: '.repeat(10)}|`);
  const notes = {};
  for (const [name, path] of Object.entries(PAGES)) {
    const reports = Array.from({ length: RUNS }, () => run(path));
    const scores = Object.keys(reports[0].categories).map(category =>
      median(reports.map(({ categories }) => Math.round(categories[category].score * 100))));
    const audit = id => median(reports.map(({ audits }) => audits[id].numericValue));
    const [first] = reports;
    console.log(`| ${[name, ...scores, Math.round(audit('largest-contentful-paint')),
      audit('cumulative-layout-shift'), weight(first, 'Document'), weight(first, 'Stylesheet'),
      weight(first, 'Font'), weight(first, 'Script', 'Fetch')].join(' | ')} |`);
    for (const id of lost(reports)) (notes[id] ??= []).push(name);
  }
  console.log('\nWhat costs points:');
  for (const [id, names] of Object.entries(notes)) console.log(`${id}: ${names.join(', ')}`);
}

if (isMainThread) {
  const folder = process.argv[2] ?? 'dist';
  new Worker(new URL(import.meta.url), { workerData: folder }).unref();
  setTimeout(measure, 300);
} else {
  serve(workerData);
}
