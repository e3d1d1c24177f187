/** Reads QR codes off the main thread, by the best means that there is. */
import { expose, transfer } from 'comlink';
import { jsqrDecoder, nativeDecoder, QrReader, zxingDecoder, type Decoded, type Frame } from '$lib/qr';

let reader: QrReader | undefined;

const decoding = {
  /** @param wasmUrl of zxing's module: given by the page, for what only a worker names is not kept for offline use */
  async read(frame: Frame, wasmUrl: string): Promise<Decoded | undefined> {
    const wasm = async (): Promise<ArrayBuffer> => (await fetch(wasmUrl)).arrayBuffer();
    reader ??= new QrReader([nativeDecoder(), zxingDecoder(wasm), jsqrDecoder()]);
    const found = await reader.read(frame);
    return found && transfer(found, [found.bytes.buffer as ArrayBuffer]);
  },
};

export type Decoding = typeof decoding;

expose(decoding);
