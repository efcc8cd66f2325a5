// What Lighthouse says of each kind of page: the median of five runs, as on a phone. By hand,
// for it takes minutes and a quiet machine:
//
//   cargo run --release -- build && node tests/browser/lighthouse.mjs dist
//
// Lighthouse is fetched by npx. It counts a robots.txt that it may not fetch against a page,
// and a policy of `default-src 'none'` forbids that fetch: `robots-txt` is named apart.
import { spawnSync } from 'node:child_process';
import { readFileSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker, isMainThread, workerData } from 'node:worker_threads';
import { brotliCompressSync } from 'node:zlib';

const PAGES = ['/', '/compare/', '/conditions/', '/contact/', '/self-check/', '/a-z/'];
const LIGHTHOUSE = 'lighthouse@12.8.2';
const KINDS = { html: 'text/html', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml',
  wasm: 'application/wasm', txt: 'text/plain', png: 'image/png' };

function serve(folder, port) {
  createServer((request, response) => {
    const path = request.url.endsWith('/') ? `${request.url}index.html` : request.url;
    try {
      const bytes = readFileSync(join(folder, path));
      response.writeHead(200, {
        'content-type': `${KINDS[path.split('.').pop()] ?? 'text/plain'}; charset=utf-8`,
        'content-encoding': 'br',
        'cache-control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
      });
      response.end(brotliCompressSync(bytes));
    } catch {
      response.writeHead(404).end();
    }
  }).listen(port, '127.0.0.1');
}

function run(address, file) {
  const arguments_ = ['--yes', LIGHTHOUSE, address, '--quiet', '--output=json',
    `--output-path=${file}`, '--chrome-flags=--headless --no-sandbox --disable-gpu'];
  const { status, stderr } = spawnSync('npx', arguments_, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(readFileSync(file));
}

const median = numbers => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

function measure(origin) {
  const file = join(mkdtempSync(join(tmpdir(), 'lighthouse-')), 'report.json');
  for (const page of PAGES) {
    const reports = Array.from({ length: 5 }, () => run(origin + page, file));
    const scores = Object.keys(reports[0].categories).map(name =>
      `${name} ${median(reports.map(({ categories }) => Math.round(categories[name].score * 100)))}`);
    const audit = name => median(reports.map(({ audits }) => audits[name].numericValue));
    const apart = reports[0].audits['robots-txt'].score === 0 ? ', without robots.txt' : '';
    console.log(`${page}: ${scores.join(', ')}; LCP ${Math.round(audit('largest-contentful-paint'))}`
      + ` ms, shift ${audit('cumulative-layout-shift')}${apart}`);
  }
}

if (isMainThread) {
  const port = 8123;
  const folder = process.argv[2] ?? 'dist';
  const server = new Worker(new URL(import.meta.url), { workerData: { folder, port } });
  server.unref();
  setTimeout(() => measure(`http://127.0.0.1:${port}`), 300);
} else {
  serve(workerData.folder, workerData.port);
}
