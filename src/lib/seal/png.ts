import type { SealRaster } from './picture';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const TRUE_COLOUR_WITH_ALPHA = 6;
const PAETH = 4;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** A raster as a PNG file (ISO/IEC 15948), without a canvas. */
export async function encodePng({ widthPx, heightPx, rgba }: SealRaster): Promise<Uint8Array> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, widthPx);
  header.setUint32(4, heightPx);
  header.setUint8(8, 8);
  header.setUint8(9, TRUE_COLOUR_WITH_ALPHA);
  const packed = new Blob([filtered(rgba, widthPx, heightPx)])
    .stream()
    .pipeThrough(new CompressionStream('deflate'));
  const chunks = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', new Uint8Array(await new Response(packed).arrayBuffer())),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Each row under Paeth's filter, which suits photographs. */
function filtered(rgba: Uint8Array, widthPx: number, heightPx: number): Uint8Array<ArrayBuffer> {
  const stride = widthPx * 4;
  const rows = new Uint8Array((stride + 1) * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const from = y * stride;
    const to = y * (stride + 1);
    rows[to] = PAETH;
    for (let x = 0; x < stride; x++) {
      const left = x < 4 ? 0 : rgba[from + x - 4]!;
      const above = y === 0 ? 0 : rgba[from + x - stride]!;
      const corner = x < 4 || y === 0 ? 0 : rgba[from + x - stride - 4]!;
      rows[to + 1 + x] = rgba[from + x]! - nearest(left, above, corner);
    }
  }
  return rows;
}

function nearest(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const byLeft = Math.abs(guess - left);
  const byAbove = Math.abs(guess - above);
  const byCorner = Math.abs(guess - corner);
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

function chunk(type: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC_TABLE[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return ~value >>> 0;
}
