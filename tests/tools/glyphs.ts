/**
 * Writes the outlines of the seals' face (Noto Serif SC SemiBold, SIL Open Font License 1.1) to
 * `static/glyphs/`, in the format that `src/lib/seal/glyph-block.ts` describes and reads.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { create } from 'fontkit';
import { fitContours } from './outline-fit';
import { ROOT } from './setup.js';

const PACKAGE = path.join(ROOT, 'node_modules/@expo-google-fonts/noto-serif-sc');
const FONT = path.join(PACKAGE, '600SemiBold/NotoSerifSC_600SemiBold.ttf');
const TARGET = path.join(ROOT, 'static/glyphs');
const BLOCK_SIZE = 256;
const FIRST_PRINTABLE = 0x20;

/** Makes the outlines afresh when the font, or how it is written down, has changed. */
export async function generateGlyphs(): Promise<void> {
  const version = await currentVersion();
  const indexFile = path.join(TARGET, 'index.json');
  const present = await readFile(indexFile, 'utf8').catch(() => '{}');
  if ((JSON.parse(present) as { version?: string }).version === version) return;
  await rm(TARGET, { recursive: true, force: true });
  await mkdir(TARGET, { recursive: true });
  const font = create(await readFile(FONT));
  const blocks = new Map<number, number[]>();
  for (const codePoint of [...font.characterSet].sort((a, b) => a - b)) {
    if (codePoint < FIRST_PRINTABLE) continue;
    const block = Math.floor(codePoint / BLOCK_SIZE);
    blocks.set(block, [...(blocks.get(block) ?? []), codePoint]);
  }
  for (const [block, codePoints] of blocks) {
    const writer = new BlockWriter(font.unitsPerEm);
    for (const codePoint of codePoints) {
      const glyph = font.glyphForCodePoint(codePoint);
      writer.add(codePoint % BLOCK_SIZE, glyph.advanceWidth, fitContours(glyph.path.commands));
    }
    await writeFile(
      path.join(TARGET, `${block.toString(16)}.bin`),
      deflateRawSync(writer.bytes(), { level: 9 }),
    );
  }
  await copyFile(path.join(PACKAGE, 'LICENSE_FONT'), path.join(TARGET, 'LICENSE_FONT'));
  // Last, so that an interrupted run is done again.
  await writeFile(
    indexFile,
    JSON.stringify({ version, blocks: [...blocks.keys()].map((n) => n.toString(16)) }),
  );
}

async function currentVersion(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(path.join(PACKAGE, 'package.json')));
  for (const source of ['glyphs.ts', 'outline-fit.ts']) {
    hash.update(await readFile(path.join(ROOT, 'tests/tools', source)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Collects the columns of a block; alike values side by side compress better than whole glyphs do. */
class BlockWriter {
  private readonly heads: number[] = [];
  private readonly kinds: number[] = [];
  private readonly xs: number[] = [];
  private readonly ys: number[] = [];
  private count = 0;

  constructor(private readonly unitsPerEm: number) {}

  add(offset: number, advance: number, contours: ReturnType<typeof fitContours>): void {
    this.count += 1;
    unsigned(this.heads, offset);
    unsigned(this.heads, advance);
    unsigned(this.heads, contours.length);
    let at = { x: 0, y: 0 };
    const step = (to: { x: number; y: number }): void => {
      signed(this.xs, to.x - at.x);
      signed(this.ys, to.y - at.y);
      at = to;
    };
    for (const { start, segments } of contours) {
      unsigned(this.heads, segments.length);
      step(start);
      for (const { controls, to } of segments) {
        this.kinds.push(controls ? 1 : 0);
        controls?.forEach(step);
        step(to);
      }
    }
  }

  bytes(): Uint8Array {
    const kinds = new Uint8Array(Math.ceil(this.kinds.length / 8));
    this.kinds.forEach((kind, index) => (kinds[index >> 3]! |= kind << (index & 7)));
    const front: number[] = [];
    unsigned(front, this.unitsPerEm);
    unsigned(front, this.count);
    for (const column of [this.heads, kinds, this.xs, this.ys]) unsigned(front, column.length);
    return Uint8Array.from([...front, ...this.heads, ...kinds, ...this.xs, ...this.ys]);
  }
}

function unsigned(into: number[], value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    into.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  into.push(rest);
}

function signed(into: number[], value: number): void {
  unsigned(into, value < 0 ? -2 * value - 1 : 2 * value);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generateGlyphs();
