/** /DecodeParms of FlateDecode and LZWDecode, ISO 32000-2 table 8. */
export interface PredictorParameters {
  predictor: number;
  colors: number;
  bitsPerComponent: number;
  columns: number;
}

/** Undoes a predictor, ISO 32000-2 7.4.4.4. A last row that is not complete is decoded as far as it goes. */
export function unpredict(bytes: Uint8Array, o: PredictorParameters): Uint8Array {
  if (o.predictor < 2 || o.colors < 1 || o.bitsPerComponent < 1 || o.columns < 1) return bytes;
  const pixelBytes = Math.max(1, (o.colors * o.bitsPerComponent + 7) >> 3);
  const rowBytes = Math.ceil((o.columns * o.colors * o.bitsPerComponent) / 8);
  return o.predictor === 2 ? unpredictTiff(bytes, o, rowBytes) : unpredictPng(bytes, pixelBytes, rowBytes);
}

/** ISO/IEC 15948 clause 9: each row is preceded by its filter's type. */
function unpredictPng(bytes: Uint8Array, pixelBytes: number, rowBytes: number): Uint8Array {
  const rows = Math.ceil(bytes.length / (rowBytes + 1));
  const out = new Uint8Array(Math.max(0, bytes.length - rows));
  for (let row = 0; row < rows; row++) {
    const from = row * (rowBytes + 1) + 1;
    const to = row * rowBytes;
    const length = Math.min(rowBytes, bytes.length - from);
    const type = bytes[from - 1];
    for (let i = 0; i < length; i++) {
      const left = i >= pixelBytes ? (out[to + i - pixelBytes] ?? 0) : 0;
      const up = row > 0 ? (out[to + i - rowBytes] ?? 0) : 0;
      let guess = 0;
      if (type === 1) guess = left;
      else if (type === 2) guess = up;
      else if (type === 3) guess = (left + up) >> 1;
      else if (type === 4)
        guess = paeth(left, up, row > 0 && i >= pixelBytes ? (out[to + i - rowBytes - pixelBytes] ?? 0) : 0);
      out[to + i] = (bytes[from + i] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, upLeft: number): number {
  const guess = left + up - upLeft;
  const toLeft = Math.abs(guess - left);
  const toUp = Math.abs(guess - up);
  const toUpLeft = Math.abs(guess - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

/** TIFF 6.0 section 14. */
function unpredictTiff(bytes: Uint8Array, o: PredictorParameters, rowBytes: number): Uint8Array {
  const out = bytes.slice();
  const { colors, bitsPerComponent: bits } = o;
  for (let row = 0; row < out.length; row += rowBytes) {
    const end = Math.min(row + rowBytes, out.length);
    if (bits === 8) {
      for (let i = row + colors; i < end; i++) out[i] = (out[i] ?? 0) + (out[i - colors] ?? 0);
    } else if (bits === 16) {
      for (let i = row + 2 * colors; i + 1 < end; i += 2) {
        const before = i - 2 * colors;
        const sum = word(out, i) + word(out, before);
        out[i] = sum >> 8;
        out[i + 1] = sum;
      }
    } else {
      const mask = (1 << bits) - 1;
      const last = new Uint8Array(colors);
      for (let n = 0; n < o.columns * colors; n++) {
        const bit = n * bits;
        const at = row + (bit >> 3);
        const shift = 8 - bits - (bit & 7);
        if (at >= end || shift < 0) break; // components of 1, 2 and 4 bits do not cross bytes
        const value = ((((out[at] ?? 0) >> shift) & mask) + (last[n % colors] ?? 0)) & mask;
        last[n % colors] = value;
        out[at] = ((out[at] ?? 0) & ~(mask << shift)) | (value << shift);
      }
    }
  }
  return out;
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}
