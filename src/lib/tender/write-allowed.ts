import * as v from 'valibot';
import type { RecordContext, RecordId } from '../ledger';
import type { RecordWriter } from '../platform';
import { TenderError, type TenderErrorCode } from './error';
import type { TenderKind } from './kinds/pieces';
import type { TenderState } from './state';

/** Somebody at work: the state as it is folded here, and the platform's clock as it is known here. */
export interface TenderDesk {
  writer: RecordWriter;
  state: TenderState;
  /** ms since the epoch */
  now: number;
}

/**
 * Writes a record that the ledger would accept now. It may be refused all the same, when others' records come first.
 *
 * @throws TenderError with the rule's code, `bad-record`; what the writer throws
 */
export async function writeAllowed<B>(
  { writer, state, now }: TenderDesk,
  kind: TenderKind<B>,
  body: unknown,
  files?: Parameters<RecordWriter['write']>[2],
): Promise<RecordId> {
  const read = v.safeParse(kind.schema, body, { abortEarly: true });
  if (!read.success) {
    throw new TenderError('bad-record', {
      kind: kind.kind,
      where: v.getDotPath(read.issues[0]) ?? undefined,
    });
  }
  const { author, platform } = writer;
  const context: RecordContext<B> = {
    ...{ author, platform, at: now, receivedAt: now, body: read.output },
    // Only the rule of envelopes asks for `seq`: their author's key is new.
    ...{ id: '' as RecordId, seq: 0, position: 0 },
  };
  const code = kind.authority(state, context) as TenderErrorCode | undefined;
  if (code !== undefined) throw new TenderError(code);
  return writer.write(kind.kind, body, files);
}
