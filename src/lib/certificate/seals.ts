import * as v from 'valibot';
import { sealDesignSchema } from '../seal';
import { CertificateError } from './error';
import type { SealStorage } from './storage';
import { parseStored, readable } from './stored';

/** Characters of a seal's name. */
const LONGEST_NAME = 60;

/** Pixels of a side: 150 mm at 600 dpi and some. */
const LARGEST_SIDE_PX = 4096;

const sidePx = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LARGEST_SIDE_PX));

const rasterSchema = v.pipe(
  v.object({
    widthPx: sidePx,
    heightPx: sidePx,
    rgba: v.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
  v.check(({ widthPx, heightPx, rgba }) => rgba.length === widthPx * heightPx * 4),
);

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

const savedSealSchema = v.pipe(
  v.object({
    id,
    identityId: id,
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_NAME * 4)),
    design: sealDesignSchema,
    /** pixels of a scan; only scans have them */
    raster: v.optional(rasterSchema),
    createdAt: v.pipe(v.number(), v.finite()),
  }),
  v.check(({ design, raster }) => (design.kind === 'scan') === (raster !== undefined)),
);

/** A seal of an identity, as it was designed. `createdAt`: ms since the epoch. */
export type SavedSeal = v.InferOutput<typeof savedSealSchema>;

/** A seal to be saved: with `id` it takes the place of that one. */
export type SealToSave = Omit<SavedSeal, 'id' | 'createdAt'> & { id?: string };

/**
 * The record of a seal, a new one where it has no `id`.
 *
 * @param createdAt ms since the epoch
 * @throws CertificateError `seal-name`, `seal-design`
 */
export function sealRecord(seal: SealToSave, createdAt: number): SavedSeal {
  const name = seal.name.normalize('NFC').trim();
  if (name === '' || [...name].length > LONGEST_NAME) throw new CertificateError('seal-name');
  const record = { ...seal, id: seal.id ?? crypto.randomUUID(), name, createdAt };
  const result = v.safeParse(savedSealSchema, record);
  if (!result.success) throw new CertificateError('seal-design', { where: v.getDotPath(result.issues[0]) });
  return result.output;
}

/** The seals of the identities on this device. */
export class Seals {
  readonly #storage: SealStorage;
  readonly #now: () => number;

  constructor(storage: SealStorage, opts: { now?(): number } = {}) {
    this.#storage = storage;
    this.#now = opts.now ?? Date.now;
  }

  /** Oldest first. A record that cannot be read is left out; `get` says what is wrong with it. */
  async list(identityId: string): Promise<SavedSeal[]> {
    const seals = readable(await this.#storage.seals(identityId), parseSeal);
    return seals.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  /** @throws CertificateError `no-such-seal`, `storage-damaged` */
  async get(id: string): Promise<SavedSeal> {
    const stored = await this.#storage.seal(id);
    if (stored === undefined) throw new CertificateError('no-such-seal', { id });
    return parseSeal(stored);
  }

  /**
   * Saves a new seal, or a changed one in its old place in the list.
   *
   * @throws CertificateError `seal-name`, `seal-design`, `no-such-identity`, and `no-such-seal` for an unknown `id`
   */
  async save(seal: SealToSave): Promise<SavedSeal> {
    const createdAt = seal.id === undefined ? this.#now() : (await this.get(seal.id)).createdAt;
    const record = sealRecord(seal, createdAt);
    if (!(await this.#storage.putSeal(record))) {
      throw new CertificateError('no-such-identity', { id: seal.identityId });
    }
    return record;
  }

  /** @throws CertificateError `no-such-seal` */
  async remove(id: string): Promise<void> {
    if (!(await this.#storage.removeSeal(id))) throw new CertificateError('no-such-seal', { id });
  }
}

function parseSeal(stored: unknown): SavedSeal {
  return parseStored(savedSealSchema, stored, 'seal');
}
