import type { Decoder } from './read';

/** jsQR: plain JavaScript, for as long as WebAssembly is loading, and where it is not allowed. */
export function jsqrDecoder(): Decoder {
  return {
    name: 'jsqr',
    async read({ data, width, height }) {
      const { default: jsQR } = await import('jsqr');
      const found = jsQR(data, width, height, { inversionAttempts: 'attemptBoth' });
      return found ? { text: found.data, bytes: Uint8Array.from(found.binaryData) } : undefined;
    },
  };
}
