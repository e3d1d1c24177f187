import { SealDesignError } from './error';
import { BLOCK_SIZE, parseGlyphBlock, type Glyph } from './glyph-block';

/** Where outlines come from. */
export interface GlyphSource {
  /**
   * @returns undefined where the face has no glyph for the code point
   * @throws SealDesignError `glyph-data` where the outlines cannot be loaded or read
   */
  outline(codePoint: number): Promise<Glyph | undefined>;
}

/**
 * Outlines of the bundled face, in blocks that are loaded when they are first asked for and then kept.
 *
 * @param load reads a file of `static/glyphs/` by name: `index.json`, which lists the blocks, and `4e.bin` …,
 *   blocks under raw deflate; a failed load is tried again at the next call
 */
export function glyphSource(load: (file: string) => Promise<Uint8Array>): GlyphSource {
  const kept = new Map<string, Promise<unknown>>();

  function once<T>(file: string, read: (bytes: Uint8Array) => T | Promise<T>): Promise<T> {
    let result = kept.get(file) as Promise<T> | undefined;
    if (!result) {
      result = load(file)
        .then(read)
        .catch((cause: unknown) => {
          kept.delete(file);
          throw new SealDesignError('glyph-data', { file }, cause);
        });
      kept.set(file, result);
    }
    return result;
  }

  return {
    async outline(codePoint) {
      const block = Math.floor(codePoint / BLOCK_SIZE).toString(16);
      const blocks = await once('index.json', parseIndex);
      if (!blocks.has(block)) return undefined;
      const glyphs = await once(`${block}.bin`, async (bytes) => parseGlyphBlock(await inflateRaw(bytes)));
      return glyphs.get(codePoint % BLOCK_SIZE);
    },
  };
}

function parseIndex(bytes: Uint8Array): Set<string> {
  const { blocks } = JSON.parse(new TextDecoder().decode(bytes)) as { blocks: string[] };
  return new Set(blocks);
}

async function inflateRaw(bytes: Uint8Array): Promise<Uint8Array> {
  const unpacked = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}
