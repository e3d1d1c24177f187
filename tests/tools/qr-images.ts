/** QR codes in picture files, read as the app reads a camera's pictures; Node has no native detector. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PNG } from 'pngjs';
import { jsqrDecoder, QrReader, zxingDecoder, type Decoded, type Frame } from '../../src/lib/qr';

async function wasm(): Promise<ArrayBuffer> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  return new Uint8Array(await readFile(path)).buffer;
}

/** Decoders by name, each of which reads alone. */
export const DECODERS = { zxing: zxingDecoder(wasm), jsqr: jsqrDecoder() } as const;

const chain = new QrReader([DECODERS.zxing, DECODERS.jsqr]);

/** @throws Error for what is no PNG */
export async function frameOfPng(file: string): Promise<Frame> {
  const { width, height, data } = PNG.sync.read(await readFile(file));
  return { width, height, data: Uint8ClampedArray.from(data) };
}

/** Reads through the chain. @throws Error for what is no PNG */
export async function readQrFile(file: string): Promise<Decoded | undefined> {
  return chain.read(await frameOfPng(file));
}
