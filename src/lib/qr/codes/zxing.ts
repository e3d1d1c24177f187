import type * as Zxing from 'zxing-wasm/reader';
import type { Decoder, Frame } from './read';

/**
 * zxing-cpp in WebAssembly: reads what is blurred, turned, noisy or dense. Loaded by its first use.
 *
 * @param wasm the module's bytes, which ship with the app: nothing is asked of any other place
 */
export function zxingDecoder(wasm: () => Promise<ArrayBuffer>): Decoder {
  let loading: Promise<typeof Zxing> | undefined;
  const load = async () => {
    const [zxing, wasmBinary] = await Promise.all([import('zxing-wasm/reader'), wasm()]);
    await zxing.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
    return zxing;
  };
  return {
    name: 'zxing',
    async read(frame: Frame) {
      loading ??= load();
      const { readBarcodes } = await loading;
      const results = await readBarcodes(frame as ImageData, {
        formats: ['QRCode'],
        maxNumberOfSymbols: 1,
        tryHarder: true,
      });
      const [found] = results.filter(({ isValid }) => isValid);
      return found && { text: found.text, bytes: found.bytes };
    },
  };
}
