/** A picture: RGBA, rows from the top. */
export interface Frame {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

type DecoderName = 'native' | 'zxing' | 'jsqr';

/** What a decoder finds in a picture. */
export interface Found {
  text: string;
  /** the code's content before it was read as text */
  bytes: Uint8Array;
}

export interface Decoder {
  readonly name: DecoderName;
  /** @returns undefined where there is no code, or none that it can read. Rejects where it does not work here at all. */
  read(frame: Frame): Promise<Found | undefined>;
}

export interface Decoded extends Found {
  decoder: DecoderName;
  /** ms that reading took, with the decoders that found nothing */
  ms: number;
}

/**
 * Reads with several decoders: the first one that finds something. One that does not work here (no WebAssembly, no
 * native detector) is asked once and then left out.
 */
export class QrReader {
  readonly #decoders: Decoder[];

  /** @param decoders best first */
  constructor(decoders: readonly Decoder[]) {
    this.#decoders = [...decoders];
  }

  async read(frame: Frame): Promise<Decoded | undefined> {
    const started = performance.now();
    for (const decoder of [...this.#decoders]) {
      const found = await this.#ask(decoder, frame);
      if (found) return { ...found, decoder: decoder.name, ms: performance.now() - started };
    }
    return undefined;
  }

  async #ask(decoder: Decoder, frame: Frame): Promise<Found | undefined> {
    try {
      return await decoder.read(frame);
    } catch {
      const at = this.#decoders.indexOf(decoder);
      if (at >= 0) this.#decoders.splice(at, 1);
      return undefined;
    }
  }
}
