import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SealedDocument } from '../../src/lib/sealing';
import { openWithPdfjs } from '../tools/documents';
import { sealByPlan } from '../tools/seal-by-plan';
import { ROOT } from '../tools/setup.js';
import { throwawayIdentity, type TrialIdentity } from '../tools/trial';
import {
  lastSignature,
  mutoolVerify,
  nssDatabase,
  opensslCms,
  pdfsig,
  qpdfCheck,
  render,
  renderMupdf,
  run,
  scratch,
  type Raster,
} from './verifiers';

const SAMPLE = path.join(ROOT, 'static/sample/bid.pdf');
const DPI = 100;
const MM = DPI / 25.4;

const MIXED_PLAN = [
  { kind: 'single', page: 1, x: 120, y: 220 },
  { kind: 'batch', pages: '2-', x: 20, y: 20, anchor: 'lower-right', seal: 'contract' },
  { kind: 'straddle', y: 100 },
  { kind: 'keyword', text: '投标人（盖章）', dx: 40, seal: 'finance' },
  { kind: 'single', page: 2, x: 100, y: 150, seal: 'invoice' },
  { kind: 'single', page: 2, x: 60, y: 200, seal: 'legal-representative', rotation: 15 },
  { kind: 'signature', page: 3, x: 90, y: 200, size: 45 },
  { kind: 'date', page: 3, x: 90, y: 230 },
];

let place: Awaited<ReturnType<typeof scratch>>;

beforeAll(async () => {
  place = await scratch();
});

afterAll(() => place.remove());

async function sealFile(
  input: string,
  output: string,
  identity: TrialIdentity,
  plan: unknown = [{ kind: 'single', page: 1, x: 120, y: 220 }],
): Promise<SealedDocument> {
  const sealed = await sealByPlan(input, plan, identity);
  await writeFile(output, new Uint8Array(await sealed.blob.arrayBuffer()));
  return sealed;
}

/** Everybody's word on a file that is sealed by these identities, the last of them last. */
async function expectAllAgree(file: string, identities: readonly TrialIdentity[]): Promise<void> {
  const nss = await scratch();
  try {
    await nssDatabase(
      nss.dir,
      identities.map(({ root }) => root),
    );
    const qpdf = await qpdfCheck(file);
    expect(qpdf.clean, qpdf.output).toBe(true);
    const signatures = await pdfsig(file, nss.dir);
    expect(new Set(signatures.map(({ signer }) => signer))).toEqual(
      new Set(identities.map(({ companyName }) => companyName)),
    );
    for (const { valid, output } of signatures) expect(valid, output).toBe(true);
    // poppler 22.12 looks certificates up in several threads and now and then fails for one of the fields that
    // share a signature: what it says of the others counts.
    for (const { companyName } of identities) {
      const own = signatures.filter(({ signer }) => signer === companyName);
      expect(
        own.some(({ trusted }) => trusted),
        own.map(({ output }) => output).join(),
      ).toBe(true);
    }
    expect(signatures.at(-1)?.wholeDocument).toBe(true);
    const mutool = await mutoolVerify(file);
    expect(mutool.intact, mutool.output).toBe(true);
    const last = identities.at(-1)!;
    const cms = await opensslCms(lastSignature(await readFile(file)), [last.root]);
    expect(cms.valid, cms.output).toBe(true);
  } finally {
    await nss.remove();
  }
}

/** Millimetres of the smallest box that holds all pixels in which two renderings differ. */
function changedBox(
  before: Raster,
  after: Raster,
): { x0: number; y0: number; x1: number; y1: number } | undefined {
  expect([after.width, after.height]).toEqual([before.width, before.height]);
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (let i = 0; i < before.rgb.length; i += 3) {
    const differs = [0, 1, 2].some((k) => Math.abs(before.rgb[i + k]! - after.rgb[i + k]!) > 8);
    if (!differs) continue;
    const pixel = i / 3;
    const x = pixel % before.width;
    const y = Math.floor(pixel / before.width);
    box.x0 = Math.min(box.x0, x);
    box.y0 = Math.min(box.y0, y);
    box.x1 = Math.max(box.x1, x + 1);
    box.y1 = Math.max(box.y1, y + 1);
  }
  if (box.x0 === Infinity) return undefined;
  return { x0: box.x0 / MM, y0: box.y0 / MM, x1: box.x1 / MM, y1: box.y1 / MM };
}

describe('a sealed document', () => {
  test.each(['p256', 'rsa2048'] as const)(
    'with every kind of placement and %s is what everybody agrees on',
    async (algorithm) => {
      const identity = await throwawayIdentity({ algorithm });
      const output = place.file(`mixed-${algorithm}.pdf`);
      const { method, stamps } = await sealFile(SAMPLE, output, identity, MIXED_PLAN);
      expect(method).toBe('annotations');
      await expectAllAgree(output, [identity]);

      const bytes = await readFile(output);
      expect(bytes.subarray(0, (await readFile(SAMPLE)).length).equals(await readFile(SAMPLE))).toBe(true);
      const pdf = await openWithPdfjs(bytes).promise;
      let annotations = 0;
      for (let number = 1; number <= pdf.numPages; number++) {
        const page = await pdf.getPage(number);
        const operators = await page.getOperatorList();
        expect(operators.fnArray.length).toBeGreaterThan(0);
        annotations += (await page.getAnnotations()).length;
      }
      expect(annotations).toBe(stamps.length);
    },
  );

  test('takes a second and a third seal by other companies, and the earlier ones stay valid', async () => {
    const names = ['云溪测试有限公司', '湘江建设集团股份有限公司', '洞庭招标代理有限公司'];
    const identities = await Promise.all(names.map((companyName) => throwawayIdentity({ companyName })));
    let input = SAMPLE;
    for (const [i, identity] of identities.entries()) {
      const output = place.file(`seal-${i}.pdf`);
      const plan = [
        { kind: 'single', page: i + 1, x: 30 + 10 * i, y: 60 },
        { kind: 'batch', pages: '1-3', x: 100, y: 50 + 60 * i },
      ];
      const { method } = await sealFile(input, output, identity, plan);
      expect(method).toBe(i === 0 ? 'annotations' : 'fields');
      await expectAllAgree(output, identities.slice(0, i + 1));
      input = output;
    }
  });

  test.each([
    ['object streams', ['--object-streams=generate']],
    ['a classic table', ['--object-streams=disable']],
    ['linearization', ['--linearize']],
    ['linearized object streams', ['--linearize', '--object-streams=generate']],
    ['RC4 40', ['--allow-weak-crypto', '--encrypt', '', 'owner', '40', '--']],
    ['RC4 128', ['--allow-weak-crypto', '--encrypt', '', 'owner', '128', '--use-aes=n', '--']],
    ['AES 128', ['--allow-weak-crypto', '--encrypt', '', 'owner', '128', '--use-aes=y', '--']],
    ['AES 256', ['--encrypt', '', 'owner', '256', '--']],
    ['AES 256 and object streams', ['--object-streams=generate', '--encrypt', '', 'owner', '256', '--']],
  ])('with %s is sealed twice', async (name, options) => {
    const input = place.file(`${name}.pdf`);
    const made = await run('qpdf', [SAMPLE, ...options, input]);
    expect(made.status, made.stderr).toBe(0);
    const one = await throwawayIdentity();
    const two = await throwawayIdentity({ companyName: '洞庭招标代理有限公司' });
    const once = place.file(`${name}-1.pdf`);
    await sealFile(input, once, one);
    await expectAllAgree(once, [one]);
    const twice = place.file(`${name}-2.pdf`);
    await sealFile(once, twice, two, [{ kind: 'batch', pages: 'odd', x: 20, y: 20 }]);
    await expectAllAgree(twice, [one, two]);
  });

  test.each([0, 90, 180, 270])(
    'shows seals at true size where they were placed, page turned by %i',
    async (angle) => {
      const input = place.file(`turned-${angle}.pdf`);
      await run('qpdf', [SAMPLE, `--rotate=${angle}:1`, input]);
      const output = place.file(`turned-${angle}-sealed.pdf`);
      await sealFile(input, output, await throwawayIdentity(), [{ kind: 'single', page: 1, x: 70, y: 90 }]);
      for (const program of [render, renderMupdf]) {
        const box = changedBox(await program(input, 1, DPI), await program(output, 1, DPI));
        const off = [box!.x0 - 70, box!.y0 - 90, box!.x1 - 110, box!.y1 - 130];
        for (const mm of off) expect(Math.abs(mm)).toBeLessThan(0.6);
        expect(changedBox(await program(input, 2, DPI), await program(output, 2, DPI))).toBeUndefined();
      }
    },
  );

  test('shows strips of a straddle seal that join to the whole seal', async () => {
    const output = place.file('straddle.pdf');
    await sealFile(SAMPLE, output, await throwawayIdentity(), [
      { kind: 'straddle', pages: '1-4', y: 100, pagesPerSeal: 4 },
      { kind: 'single', page: 8, x: 30, y: 150 },
    ]);
    const dpi = 254;
    const perMm = dpi / 25.4;
    const pages = await Promise.all([1, 2, 3, 4].map((page) => render(output, page, dpi)));
    const whole = await render(output, 8, dpi);
    const isRed = ({ rgb, width }: Raster, x: number, y: number) => {
      const at = (y * width + x) * 3;
      return rgb[at]! > 120 && rgb[at + 1]! < 140 && rgb[at + 2]! < 140;
    };
    // A4's width is no whole number of dots.
    const pageWidth = (595.28 / 72) * dpi;
    let ink = 0;
    let astray = 0;
    for (let y = 0; y < 40 * perMm; y++) {
      for (let x = 0; x < 40 * perMm; x++) {
        const strip = Math.floor(x / (10 * perMm));
        const page = pages[strip]!;
        const inStrip = x - strip * 10 * perMm;
        const joined = isRed(page, Math.round(pageWidth - 10 * perMm + inStrip), Math.round(100 * perMm + y));
        ink += Number(joined);
        // As the whole seal shows it, give or take one dot of 254 to the inch.
        const near = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => [dx, dy] as const));
        const isThere = near.some(
          ([dx, dy]) =>
            isRed(whole, Math.round(30 * perMm + x) + dx, Math.round(150 * perMm + y) + dy) === joined,
        );
        astray += Number(!isThere);
      }
    }
    expect(ink).toBeGreaterThan(10_000);
    expect(astray).toBe(0);
  });
});
