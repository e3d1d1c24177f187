import * as v from 'valibot';
import type { PinStretcher } from '../keys';
import type { RecordContext, RecordId, RecordKind } from '../ledger';
import type { RecordWriter, WorkProgress } from '../platform';
import { SupplierError, type SupplierErrorCode } from './error';
import type { SupplierState } from './state';

/** What a supplier's acts need of the world outside. */
export interface SupplierPorts {
  readonly writer: RecordWriter;
  /** the platform's clock as far as this device knows it, ms since the epoch */
  now(): number;
  /** `stretchPin` of the keys, in a worker or not */
  stretch: PinStretcher;
  /** `proofOfWork` of the platform, in a worker */
  work(
    subject: string,
    bits: number,
    signal?: AbortSignal,
    onProgress?: (progress: WorkProgress) => void,
  ): Promise<string>;
}

type Writing = Pick<SupplierPorts, 'writer' | 'now'>;

/**
 * Asks a kind's own rule, before anything is written, whether the record would be accepted in the state as this device
 * knows it. Others may be faster all the same: what the platform's order makes of it shows in the outbox.
 *
 * @throws SupplierError with the rule's code; `bad-record`
 */
export function requireAllowed<B>(
  { writer, now }: Writing,
  state: SupplierState,
  kind: RecordKind<SupplierState, B>,
  body: B,
  except?: SupplierErrorCode,
): void {
  const read = v.safeParse(kind.schema, body, { abortEarly: true });
  if (!read.success) {
    const where = v.getDotPath(read.issues[0]) ?? undefined;
    throw new SupplierError('bad-record', { kind: kind.kind, where });
  }
  const { author, platform } = writer;
  const at = now();
  const context: RecordContext<B> = {
    ...{ author, platform, at, receivedAt: at, body: read.output },
    // It has no place in any order yet; no rule of these kinds asks for it.
    ...{ id: '' as RecordId, seq: 0, position: 0 },
  };
  const code = kind.authority(state, context) as SupplierErrorCode | undefined;
  if (code !== undefined && code !== except) throw new SupplierError(code);
}

/** Writes a record that the kind's rule allows. @throws as `requireAllowed`, and what writing throws */
export async function writeAllowed<B>(
  ports: Writing,
  state: SupplierState,
  kind: RecordKind<SupplierState, B>,
  body: B,
  files?: Parameters<RecordWriter['write']>[2],
): Promise<RecordId> {
  requireAllowed(ports, state, kind, body);
  return ports.writer.write(kind.kind, body, files);
}
