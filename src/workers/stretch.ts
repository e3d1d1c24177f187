/** Stretches PINs off the main thread, where half a second of work would hold the page still. */
import { expose } from 'comlink';
import { stretchPin, type PinKdf } from '$lib/keys';

const stretcher = {
  /** @returns 32 bytes */
  stretch(pin: string, salt: Uint8Array, kdf: PinKdf): Promise<Uint8Array> {
    return stretchPin(pin, salt, kdf);
  },
};

export type Stretcher = typeof stretcher;

expose(stretcher);
