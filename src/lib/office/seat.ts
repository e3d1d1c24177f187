import * as v from 'valibot';
import { generateSigningKey, signBytes, type KeyRecords } from '../keys';
import { authorOf, type Author, type AuthorId } from '../ledger';
import type { Signer } from '../pki';
import { recipientOf } from '../platform';
import { OfficeError } from './error';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const cryptoKey = v.custom<CryptoKey>((value) => value instanceof CryptoKey);
const common = {
  platform: name,
  author: v.custom<AuthorId>((value) => typeof value === 'string'),
  createdAt: v.pipe(v.number(), v.finite()),
};

const deviceSeatSchema = v.object({
  ...common,
  part: v.literal('device'),
  /** whom private parts are sealed to, `age1…` */
  recipient: name,
  /** P-256, ECDSA, not extractable */
  signing: cryptoKey,
  /** of `signing`, DER */
  spki: v.custom<Uint8Array>((value) => value instanceof Uint8Array),
  /** X25519, not extractable */
  agreement: cryptoKey,
});

const staffSeatSchema = v.object({
  ...common,
  part: v.literal('staff'),
  vaultIds: v.object({ staff: name, root: v.optional(name), issuing: v.optional(name) }),
});

/**
 * This device on a platform, as a supplier's or an applicant's: what it writes needs no PIN, for what binds a company is
 * signed by the company's certificate, which does. The keys cannot be taken out of this browser.
 */
export type DeviceSeat = v.InferOutput<typeof deviceSeatSchema>;

/** Somebody of the platform's staff at this device. Their keys lie in vaults, under PINs. */
export type StaffSeat = v.InferOutput<typeof staffSeatSchema>;

type SeatPart = 'device' | 'staff';

/** What a workspace keeps of its person's place on platforms. What is read back is parsed. */
export interface SeatStorage {
  seat(platform: string, part: SeatPart): Promise<unknown>;
  /** Keeps a device's seat unless there is one. @returns what is kept now */
  addDevice(seat: DeviceSeat): Promise<unknown>;
  /**
   * Keeps a member of staff's seat with their keys, makes the platform the chosen one, and does what else belongs to
   * it: all or nothing.
   *
   * @param along    writes on the same database: the first record into the outbox
   * @param replaces author of a seat that came to nothing, whose place may be taken; its keys stay, for what was
   *   sealed to them
   * @returns false, and nothing is written, where there is another one already
   */
  addStaff(
    seat: StaffSeat,
    keys: KeyRecords,
    along: () => Promise<unknown>,
    replaces?: AuthorId,
  ): Promise<boolean>;
  chosen(): Promise<unknown>;
  choose(platform: string): Promise<void>;
}

/** @returns undefined where there is none @throws OfficeError `storage-damaged` */
export async function deviceSeat(storage: SeatStorage, platform: string): Promise<DeviceSeat | undefined> {
  const stored = await storage.seat(platform, 'device');
  return stored === undefined ? undefined : parsed(deviceSeatSchema, stored);
}

/** @returns undefined where there is none @throws OfficeError `storage-damaged` */
export async function staffSeat(storage: SeatStorage, platform: string): Promise<StaffSeat | undefined> {
  const stored = await storage.seat(platform, 'staff');
  return stored === undefined ? undefined : parsed(staffSeatSchema, stored);
}

/** The device's seat; its keys are made where it has none yet. Of two tabs that make one, the first counts. */
export async function takeDeviceSeat(
  storage: SeatStorage,
  platform: string,
  now: number,
): Promise<DeviceSeat> {
  const present = await deviceSeat(storage, platform);
  if (present) return present;
  const signing = await generateSigningKey('p256');
  const agreement = (await crypto.subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', signing.publicKey));
  const seat: DeviceSeat = {
    ...{ platform, part: 'device', spki, createdAt: now },
    author: (await authorOf(spki, async (data) => data)).id,
    recipient: await recipientOf(agreement.privateKey),
    signing: signing.privateKey,
    agreement: agreement.privateKey,
  };
  return parsed(deviceSeatSchema, await storage.addDevice(seat));
}

/** Who writes one record with a key that is made for it and then forgotten: nothing tells who it was. */
export async function authorOnce(): Promise<Author> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return authorOf(spki, (data) => signBytes(privateKey, data));
}

/** Who writes records with a device's key. */
export function deviceAuthor({ spki, signing }: DeviceSeat): Promise<Author> {
  return authorOf(spki, (data) => signBytes(signing, data));
}

/** The same key, for papers that the device signs. */
export function deviceSigner({ spki, signing }: DeviceSeat): Signer {
  return { algorithm: 'p256', spki, sign: (data) => signBytes(signing, data) };
}

function parsed<T>(schema: v.GenericSchema<unknown, T>, stored: unknown): T {
  const result = v.safeParse(schema, stored);
  if (result.success) return result.output;
  throw new OfficeError('storage-damaged', { what: 'seat', where: v.getDotPath(result.issues[0]) });
}
