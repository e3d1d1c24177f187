/** Figures of reading QR codes. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { FountainDecoder, FountainEncoder, MOVIE, qrMatrix, QUIET_ZONE, type Frame } from '../../src/lib/qr';
import { corpus } from '../conformance/corpora';
import { DECODERS, frameOfPng, readQrFile } from '../tools/qr-images';
import type { Figure } from './figure';
import { median, milliseconds } from './measure';

const ROUNDS = 15;
/** As a challenge's link: version 12. */
const LINK = `https://suiyin.example/scan#${'Ab-_9'.repeat(54)}`;

/** A code in the middle of a camera's picture of 1280 × 720, on grey. */
async function cameraFrame(content: string | Uint8Array, level: 'L' | 'M' = 'M'): Promise<Frame> {
  const { size, modules } = await qrMatrix(content, { level });
  const [width, height] = [1280, 720];
  const scale = Math.floor(600 / (size + 2 * QUIET_ZONE));
  const side = (size + 2 * QUIET_ZONE) * scale;
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = [(x - left) / scale - QUIET_ZONE, (y - top) / scale - QUIET_ZONE].map(Math.floor);
      const inside = x >= left && x < left + side && y >= top && y < top + side;
      const isCode = column! >= 0 && row! >= 0 && column! < size && row! < size;
      const isDark = isCode && modules[row! * size + column!] === 1;
      data.fill(isDark ? 20 : inside ? 240 : 130, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { width, height, data };
}

async function frameFigure(name: keyof typeof DECODERS): Promise<Figure> {
  const frame = await cameraFrame(LINK);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    times.push(
      await milliseconds(async () => {
        const found = await DECODERS[name].read(frame);
        if (found?.text !== LINK) throw new Error(`${name} reads something else`);
      }),
    );
  }
  return {
    name: `qr.frame-${name}`,
    value: Math.round(median(times) * 10) / 10,
    unit: 'ms',
    against: 'one camera picture of 1280 × 720 with a challenge of version 12, median of 15',
    target: name === 'zxing' ? '<= 33' : '<= 250',
  };
}

async function corpusFigure(): Promise<Figure> {
  const folder = corpus('qr');
  const names = folder ? (await readdir(folder)).filter((name) => name.endsWith('.png')) : [];
  let [chain, zxing] = [0, 0];
  for (const name of names) {
    const file = path.join(folder!, name);
    if (await readQrFile(file)) chain += 1;
    if (await DECODERS.zxing.read(await frameOfPng(file))) zxing += 1;
  }
  return {
    name: 'qr.corpus-vs-zxing',
    value: zxing === 0 ? 0 : Math.round((chain / zxing) * 1000) / 1000,
    unit: 'ratio',
    against: `pictures of ${names.length} that zxing-wasm alone reads (${zxing}; the chain ${chain})`,
    target: '>= 1',
  };
}

/** Bytes of a large offer of seals. */
const SENT = 40_000;

/** Shown as the app shows it, seen as a camera sees it, some frames lost: bytes a second of what was shown. */
async function goodputFigure(lostPercent: number): Promise<Figure> {
  const bytes = Uint8Array.from({ length: SENT }, (_, at) => (at * 31 + (at >> 8)) & 255);
  const encoder = new FountainEncoder(bytes);
  const decoder = new FountainDecoder();
  let state = 1;
  let [shown, decoding, seen] = [0, 0, 0];
  while (decoder.content === undefined) {
    const number = shown++;
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    if (state / 0x7fffffff < lostPercent / 100) continue;
    const frame = await cameraFrame(encoder.frame(number), 'L');
    seen += 1;
    decoding += await milliseconds(async () => {
      const found = await DECODERS.zxing.read(frame);
      if (found) decoder.add(found.bytes);
    });
  }
  // A device whose decoder is slower than the film skips frames: it is no faster than it reads.
  const seconds = Math.max(shown / MOVIE.framesPerSecond, decoding / 1000);
  return {
    name: `qr.goodput-${lostPercent}`,
    value: Math.round((SENT / 1000 / seconds) * 10) / 10,
    unit: 'KB/s',
    against: `${MOVIE.framesPerSecond} frames a second of ${MOVIE.blockBytes} bytes, ${lostPercent} % lost; reading took ${Math.round(decoding / seen)} ms a frame`,
    target: lostPercent === 30 ? '>= 6' : '>= 10',
  };
}

export const figures: Record<string, () => Promise<Figure>> = {
  'qr.frame-zxing': () => frameFigure('zxing'),
  'qr.frame-jsqr': () => frameFigure('jsqr'),
  'qr.corpus-vs-zxing': corpusFigure,
  'qr.goodput-0': () => goodputFigure(0),
  'qr.goodput-10': () => goodputFigure(10),
  'qr.goodput-30': () => goodputFigure(30),
};
