import {
  headers,
  NoRespondersError,
  PermissionViolationError,
  RequestError,
  TimeoutError,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
} from '@nats-io/nats-core';
import * as v from 'valibot';
import { PlatformError } from '../error';
import { patienceFor, type Line } from './line';
import { hitch } from './patience';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const failure = v.object({
  error: v.object({
    code: v.number(),
    err_code: v.optional(v.number()),
    description: v.optional(v.string(), ''),
  }),
});
const stored = v.object({ stream: v.string(), seq: whole, duplicate: v.optional(v.boolean(), false) });
const streamInfo = v.object({
  config: v.object({ description: v.optional(v.string(), '') }),
  state: v.object({ last_seq: whole }),
  ts: v.optional(v.string()),
});
const subjects = v.object({
  state: v.object({ subjects: v.optional(v.nullable(v.record(v.string(), whole))) }),
});
const kept = v.object({
  message: v.object({
    seq: whole,
    subject: v.string(),
    hdrs: v.optional(v.string(), ''),
    data: v.optional(v.string(), ''),
    time: v.string(),
  }),
});

const SAID_AT = 'Suiyin-Received-At';

/** What became of a message that was given to a stream. */
export type Stored =
  | { as: 'new'; position: number }
  /** a message of this id, or enough of this subject, are there already or on their way */
  | { as: 'there' }
  /** it was to follow another one directly, and that is not the last */
  | { as: 'not-next' };

export interface Kept {
  position: number;
  subject: string;
  data: Uint8Array<ArrayBuffer>;
  /** ms since the epoch, by the clock of the server that took it */
  at: number;
  /** what whoever put it there says of when it came to where it was before: see `moved.ts` */
  saidAt?: number;
}

export interface AskOptions {
  timeoutMs?: number;
  /** this one, and no other that is there when it is lost */
  connection?: NatsConnection;
}

/** What the server is asked over a line (NATS JetStream's API, `$JS.API.…`), its answers parsed. */
export class StreamApi {
  constructor(
    readonly line: Line,
    /** where answers come to, if not to the usual place */
    readonly inboxPrefix?: string,
  ) {}

  /**
   * @param o.id names the message for the server's own watch for repetitions
   * @param o.once only where the subject has no message yet
   * @param o.after only where the stream's last message has this id
   * @param o.behind only where the stream's last message has this position
   * @param o.saidAt when it came to where it was before, ms since the epoch
   * @throws PlatformError `unreachable`, `storage-full`, `too-large`, `refused`
   */
  async publish(
    subject: string,
    data: Uint8Array,
    o: { id?: string; once?: boolean; after?: string; behind?: number; saidAt?: number } & AskOptions = {},
  ): Promise<Stored> {
    const head = headers();
    if (o.id !== undefined) head.set('Nats-Msg-Id', o.id);
    if (o.once) head.set('Nats-Expected-Last-Subject-Sequence', '0');
    if (o.after !== undefined) head.set('Nats-Expected-Last-Msg-Id', o.after);
    if (o.behind !== undefined) head.set('Nats-Expected-Last-Sequence', String(o.behind));
    if (o.saidAt !== undefined) head.set(SAID_AT, String(o.saidAt));
    const message = await this.ask(subject, data, { ...o, headers: head });
    const answer = jsonOf(message);
    if (!hasFailed(answer)) {
      const { seq, duplicate } = parse(stored, answer);
      return duplicate ? { as: 'there' } : { as: 'new', position: seq };
    }
    const { error } = parse(failure, answer);
    const { err_code: code, description } = error;
    if (code === 10070) return { as: 'not-next' };
    if (code === 10071 || (code === 10077 && description.includes('per subject'))) return { as: 'there' };
    throw problem(error, data.length);
  }

  async info(stream: string): Promise<{ head: number; now: number | undefined; description: string }> {
    const { config, state, ts } = await this.call(`STREAM.INFO.${stream}`, {}, streamInfo);
    const now = ts === undefined ? undefined : instant(ts);
    return { head: state.last_seq, now, description: config.description };
  }

  /** The subjects that match and have a message. */
  async subjects(stream: string, matching: string): Promise<string[]> {
    const { state } = await this.call(`STREAM.INFO.${stream}`, { subjects_filter: matching }, subjects);
    return Object.keys(state.subjects ?? {});
  }

  /** A message as the stream's leader has it. */
  async message(
    stream: string,
    which: { seq: number } | { last_by_subj: string },
    timeoutMs?: number,
  ): Promise<Kept | undefined> {
    const answer = await this.call(`STREAM.MSG.GET.${stream}`, which, kept, timeoutMs).catch(absent);
    if (answer === undefined) return undefined;
    const { seq, subject, hdrs, data, time } = answer.message;
    const saidAt = saidIn(new TextDecoder().decode(fromBase64(hdrs)));
    return { position: seq, subject, data: fromBase64(data), at: instant(time), saidAt };
  }

  /** As `message`, from any server that keeps the stream: it may be a moment behind. */
  async nearest(
    stream: string,
    which: { seq: number } | { last_by_subj: string } | { next_by_subj: string; seq: number },
    timeoutMs?: number,
  ): Promise<Kept | undefined> {
    const message = await this.ask(`$JS.API.DIRECT.GET.${stream}`, JSON.stringify(which), { timeoutMs });
    const code = message.headers?.code ?? 0;
    if (code === 404) return undefined;
    if (code >= 300) throw hitch('no-leader', message.headers?.description);
    const of = (name: string) => message.headers?.get(name) ?? '';
    const [position, at] = [Number(of('Nats-Sequence')), instant(of('Nats-Time-Stamp'))];
    const data = message.data as Uint8Array<ArrayBuffer>;
    return { position, at, subject: of('Nats-Subject'), data, saidAt: timeIn(message.headers?.get(SAID_AT)) };
  }

  /** A call of the API that answers with JSON. @throws PlatformError, with `detail.status` of the server's own error */
  async call<T>(
    what: string,
    body: object,
    schema: v.GenericSchema<unknown, T>,
    timeoutMs?: number,
  ): Promise<T> {
    const answer = jsonOf(await this.ask(`$JS.API.${what}`, JSON.stringify(body), { timeoutMs }));
    if (hasFailed(answer)) throw problem(parse(failure, answer).error, 0);
    return parse(schema, answer);
  }

  /** Sends a question and waits for the one answer. */
  async ask(
    subject: string,
    data: Uint8Array | string,
    o: AskOptions & { headers?: MsgHdrs } = {},
  ): Promise<Msg> {
    const connection = o.connection ?? (await this.line.connection());
    const timeout = o.timeoutMs ?? patienceFor(data.length);
    const missed = this.line.watch(connection);
    try {
      return await connection.request(subject, data, { timeout, headers: o.headers });
    } catch (error) {
      throw failed(error, missed);
    }
  }

  /** Sends what has no answer. @returns when a server has it, whoever hears it */
  async tell(subject: string, data: Uint8Array): Promise<void> {
    const connection = await this.line.connection();
    return new Promise((resolve, reject) => {
      const end = (error?: PlatformError) => {
        clearTimeout(timer);
        forget();
        if (error) reject(error);
        else resolve();
      };
      const timer = setTimeout(() => {
        end(hitch('silent'));
        this.line.drop(connection);
      }, patienceFor(data.length));
      const forget = this.line.onLost(connection, () => end(hitch('line-lost')));
      try {
        connection.publish(subject, data);
        connection.flush().then(
          () => end(),
          (error: unknown) => end(hitch('line-lost', error)),
        );
      } catch (error) {
        end(hitch('line-lost', error));
      }
    });
  }
}

function failed(error: unknown, missed: () => void): PlatformError {
  const cause = error instanceof RequestError && error.cause ? error.cause : error;
  if (cause instanceof NoRespondersError) return hitch('no-leader', error);
  if (cause instanceof PermissionViolationError) {
    return new PlatformError('refused', { reason: 'not-permitted' }, error);
  }
  if (!(cause instanceof TimeoutError)) return hitch('line-lost', error);
  missed();
  return hitch('silent', error);
}

/** RFC 3339 with up to nine digits of fraction; what is beyond the millisecond is cut off, as everywhere. */
export function instant(text: string): number {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const [, second, fraction = '', zone] = parts ?? [];
  const ms = parts ? Date.parse(`${second}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`) : NaN;
  if (Number.isNaN(ms)) throw new PlatformError('unreachable', { reason: 'bad-answer' });
  return ms;
}

/** @returns undefined where a header of a message says no time */
export function saidAtOf({ headers: head }: Msg): number | undefined {
  return timeIn(head?.get(SAID_AT));
}

/** @param lines headers as they stand in a stream */
function saidIn(lines: string): number | undefined {
  return timeIn(new RegExp(`^${SAID_AT}: *(\\d+)`, 'm').exec(lines)?.[1]);
}

function timeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function hasFailed(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'error' in answer;
}

function absent(error: unknown): undefined {
  // 10037: the stream has no such message
  if (error instanceof PlatformError && error.detail.serverCode === 10037) return undefined;
  throw error;
}

function problem({ code, err_code, description }: v.InferOutput<typeof failure>['error'], size: number) {
  const detail = { status: code, serverCode: err_code, size };
  const full = /maximum (bytes|messages) exceeded|no space|resources? exceeded|insufficient/i.test(
    description,
  );
  if (full) return new PlatformError('storage-full', detail);
  if (err_code === 10054) return new PlatformError('too-large', detail);
  // Below 500 it will say the same again (10059: there is no such stream); above, it is starting, stopping or
  // choosing a leader.
  const reason = err_code === 10059 ? 'no-such-platform' : code < 500 ? 'not-done' : 'no-leader';
  return new PlatformError('unreachable', { ...detail, reason }, new Error(description));
}

function jsonOf(message: Msg): unknown {
  try {
    return message.json();
  } catch (error) {
    throw new PlatformError('unreachable', { reason: 'bad-answer' }, error);
  }
}

function parse<T>(schema: v.GenericSchema<unknown, T>, answer: unknown): T {
  const result = v.safeParse(schema, answer);
  if (result.success) return result.output;
  throw new PlatformError('unreachable', { reason: 'bad-answer' }, result.issues[0].message);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch (error) {
    throw new PlatformError('unreachable', { reason: 'bad-answer' }, error);
  }
}
