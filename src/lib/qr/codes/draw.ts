/** A QR code (ISO/IEC 18004) before it is drawn. */
export interface QrMatrix {
  /** modules of a side */
  size: number;
  /** `size` × `size` in rows, 1 = dark */
  modules: Uint8Array;
  /** 1 to 40 */
  version: number;
}

/** Share of a code that may be unreadable: L 7 %, M 15 %, Q 25 %, H 30 %. */
export type QrLevel = 'L' | 'M' | 'Q' | 'H';

/** Light modules around a code (ISO/IEC 18004 §5.3.8). */
export const QUIET_ZONE = 4;

/**
 * Makes a code of a text, in the modes that take the least room, or of bytes. What makes them is loaded by the first use.
 *
 * @throws RangeError for more than a code of this level holds: text 2,953 bytes at level L, 2,331 at level M
 */
export async function qrMatrix(content: string | Uint8Array, o: { level?: QrLevel } = {}): Promise<QrMatrix> {
  const { level = 'M' } = o;
  const { create } = await import('qrcode');
  const segments =
    typeof content === 'string'
      ? content
      : [{ data: Uint8ClampedArray.from(content), mode: 'byte' as const }];
  try {
    const { modules, version } = create(segments, { errorCorrectionLevel: level });
    return { size: modules.size, modules: Uint8Array.from(modules.data), version };
  } catch (cause) {
    throw new RangeError('too much for one code', { cause });
  }
}

/** The dark modules as an SVG path of one unit a module, the quiet zone left of and above them included. */
export function qrPath({ size, modules }: QrMatrix): string {
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!modules[y * size + x]) continue;
      const from = x;
      while (x + 1 < size && modules[y * size + x + 1]) x++;
      path += `M${from + QUIET_ZONE} ${y + QUIET_ZONE}h${x + 1 - from}v1h${from - x - 1}z`;
    }
  }
  return path;
}
