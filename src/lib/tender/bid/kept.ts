import * as v from 'valibot';
import { fields } from '../../platform';
import { bidDraftSchema, newBidDraft } from '../bid-form';
import type { TenderItem } from '../state';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A sealed PDF that goes with the bid. It was verified when it was attached. */
const attached = v.object({
  id: v.string(),
  name: fields.text(200),
  bytes: whole,
  /** of the file, base64url */
  sha256: fields.hash,
  file: v.instance(Blob),
  pages: whole,
  /** seals that the company has put on it */
  seals: whole,
});

/** An envelope that was made here. What became of it, the records say. */
const sent = v.object({
  /** its file: by it the record is found */
  blob: fields.blobId,
  action: v.picklist(['bid', 'withdraw']),
  /** ms since the epoch, by the platform's clock as it was known here */
  at: fields.instant,
  totalFen: whole,
  files: v.array(v.object({ name: fields.text(200), bytes: whole, sha256: fields.hash })),
  serial: v.string(),
  /** where the key was that has signed it */
  by: v.picklist(['here', 'phone']),
});

const kept = v.object({
  version: v.literal(1),
  form: bidDraftSchema,
  /** 交货说明 */
  delivery: v.pipe(v.string(), v.maxLength(100)),
  files: v.pipe(v.array(attached), v.maxLength(100)),
  sent: v.array(sent),
});

export type AttachedFile = v.InferOutput<typeof attached>;
export type SentEnvelope = v.InferOutput<typeof sent>;
/** What a device keeps of a company's bid for a tender: the only place where it can be read before the opening. */
export type KeptBid = v.InferOutput<typeof kept>;

/** @returns a new bid where nothing was kept, or nothing that can be read */
export function readKeptBid(stored: unknown, items: readonly TenderItem[]): KeptBid {
  const read = v.safeParse(kept, stored);
  if (read.success) return read.output;
  return { version: 1, form: newBidDraft(items), delivery: '', files: [], sent: [] };
}

/** The name that a bid is kept under. */
export function keptBidName(platform: string, tender: string, supplier: string): string {
  return `bid ${platform} ${tender} ${supplier}`;
}
