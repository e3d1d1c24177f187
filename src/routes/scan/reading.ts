import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { transfer, wrap, type Remote } from 'comlink';
import type { Decoded, Frame } from '$lib/qr';
import type { Decoding } from '../../workers/decode';

let decoding: Remote<Decoding> | undefined;

/** Reads a picture in the worker, which is started by the first use. The picture is given away. */
export function readFrame(frame: Frame): Promise<Decoded | undefined> {
  decoding ??= wrap<Decoding>(
    new Worker(new URL('../../workers/decode.ts', import.meta.url), { type: 'module', name: 'decode' }),
  );
  return decoding.read(transfer(frame, [frame.data.buffer]), new URL(wasmUrl, location.href).href);
}

/** Pixels of the longer side of a photo that is looked at first. */
const PHOTO_SIDE = 1600;

/** Reads a picture file: as it is, and smaller, where noise hides the code. @throws DOMException for no picture */
export async function readPicture(file: Blob): Promise<Decoded | undefined> {
  const bitmap = await createImageBitmap(file);
  try {
    for (const side of [PHOTO_SIDE, PHOTO_SIDE / 2, Math.max(bitmap.width, bitmap.height)]) {
      const found = await readFrame(frameOf(bitmap, side));
      if (found) return found;
    }
    return undefined;
  } finally {
    bitmap.close();
  }
}

function frameOf(bitmap: ImageBitmap, longest: number): Frame {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const context = new OffscreenCanvas(width!, height!).getContext('2d')!;
  context.drawImage(bitmap, 0, 0, width!, height!);
  return {
    width: width!,
    height: height!,
    data: context.getImageData(0, 0, width!, height!).data as Frame['data'],
  };
}
