/** Reads QR codes off the main thread, by the best means that there is. */
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { expose, transfer } from 'comlink';
import { jsqrDecoder, nativeDecoder, QrReader, zxingDecoder, type Decoded, type Frame } from '$lib/qr';

const wasm = async (): Promise<ArrayBuffer> => (await fetch(wasmUrl)).arrayBuffer();
const reader = new QrReader([nativeDecoder(), zxingDecoder(wasm), jsqrDecoder()]);

const decoding = {
  async read(frame: Frame): Promise<Decoded | undefined> {
    const found = await reader.read(frame);
    return found && transfer(found, [found.bytes.buffer as ArrayBuffer]);
  },
};

export type Decoding = typeof decoding;

expose(decoding);
