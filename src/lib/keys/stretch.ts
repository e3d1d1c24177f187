import { utf8 } from './bytes';

/** How a PIN was stretched: kept with the vault, so that costs can rise for new vaults. RFC 9106 §3.1. */
export interface PinKdf {
  name: 'argon2id';
  memoryKib: number;
  passes: number;
  lanes: number;
}

/** @returns 32 bytes */
export type PinStretcher = (pin: string, salt: Uint8Array, kdf: PinKdf) => Promise<Uint8Array>;

/** 64 MiB and three passes: RFC 9106 §4's second recommendation but for the lanes, as WebAssembly has one thread. */
const WASM_COST: PinKdf = { name: 'argon2id', memoryKib: 64 * 1024, passes: 3, lanes: 1 };

/** What plain JavaScript does in bearable time on a phone; the floor that OWASP gives for Argon2id. */
const SCRIPT_COST: PinKdf = { name: 'argon2id', memoryKib: 19 * 1024, passes: 2, lanes: 1 };

/** Bytes of Argon2id's output. */
const STRETCHED_LENGTH = 32;

/** The raw hash, by one engine. */
export type Argon2id = (
  password: Uint8Array,
  salt: Uint8Array,
  kdf: PinKdf,
  length: number,
) => Promise<Uint8Array>;

/**
 * Stretches a PIN by Argon2id. WebAssembly does it in a third to two thirds of a second on a phone; where a
 * content policy forbids WebAssembly, JavaScript computes the same bytes, several times slower.
 */
export async function stretchPin(pin: string, salt: Uint8Array, kdf: PinKdf): Promise<Uint8Array> {
  return (await loadEngine()).argon2id(utf8(pin), salt, kdf, STRETCHED_LENGTH);
}

/** The cost for a new vault on this device. */
export async function newPinCost(): Promise<PinKdf> {
  return (await loadEngine()).cost;
}

interface Engine {
  argon2id: Argon2id;
  cost: PinKdf;
}

let engine: Promise<Engine> | undefined;

function loadEngine(): Promise<Engine> {
  engine ??= startEngine().catch((error: unknown) => {
    engine = undefined; // the code could not be loaded: next time perhaps it can
    throw error;
  });
  return engine;
}

async function startEngine(): Promise<Engine> {
  // Code that cannot be loaded says nothing about WebAssembly: the call fails, and the next one may find it. The
  // slow engine in its place would make a new vault cheap to attack for good.
  const { wasmArgon2id } = await import('./stretch-wasm');
  try {
    // compiles: throws where WebAssembly is missing or forbidden
    const least: PinKdf = { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 };
    await wasmArgon2id(utf8('probe'), utf8('probe of WebAssembly'), least, STRETCHED_LENGTH);
    return { argon2id: wasmArgon2id, cost: WASM_COST };
  } catch {
    const { scriptArgon2id } = await import('./stretch-script');
    return { argon2id: scriptArgon2id, cost: SCRIPT_COST };
  }
}
