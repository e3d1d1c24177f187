import type { Decoder } from './read';

interface NativeDetector {
  detect(image: ImageData): Promise<{ rawValue: string }[]>;
}

interface NativeDetectorClass {
  new (o: { formats: string[] }): NativeDetector;
  getSupportedFormats(): Promise<string[]>;
}

/**
 * The platform's own reader (Shape Detection API), where there is one: the fastest, and the phone's own silicon. It gives
 * text only, so bytes that are no text are left to the others.
 *
 * @param scope where `BarcodeDetector` is looked for
 */
export function nativeDecoder(scope: object = globalThis): Decoder {
  let detector: Promise<NativeDetector> | undefined;
  const make = async (): Promise<NativeDetector> => {
    const { BarcodeDetector } = scope as { BarcodeDetector?: NativeDetectorClass };
    const formats = (await BarcodeDetector?.getSupportedFormats()) ?? [];
    if (!BarcodeDetector || !formats.includes('qr_code')) throw new TypeError('no native decoder');
    return new BarcodeDetector({ formats: ['qr_code'] });
  };
  return {
    name: 'native',
    async read({ data, width, height }) {
      detector ??= make();
      const [found] = await (await detector).detect(new ImageData(data, width, height));
      if (!found || !isText(found.rawValue)) return undefined;
      return { text: found.rawValue, bytes: new TextEncoder().encode(found.rawValue) };
    },
  };
}

/** Bytes that were taken for text show as replacement characters, or as controls. */
function isText(value: string): boolean {
  return (
    value !== '' && ![...value].some((one) => one === '\ufffd' || (one < ' ' && !'\t\n\r'.includes(one)))
  );
}
