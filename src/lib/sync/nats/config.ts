import * as v from 'valibot';

const server = v.pipe(v.string(), v.maxLength(300), v.regex(/^wss?:\/\/[^\s/?#@]+\/?$/));

/** WebSocket addresses of one cluster's nodes, any order; `ws:` is for a try on one machine only. */
const natsServers = v.pipe(v.array(server), v.minLength(1), v.maxLength(9));

/** The seed (`SU…`) of a user's nkey, and the JWT that names it where servers know users by JWT. */
export const natsCredentials = v.strictObject({
  jwt: v.optional(v.pipe(v.string(), v.maxLength(16_384), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/))),
  seed: v.pipe(v.string(), v.regex(/^SU[A-Z2-7]{56}$/)),
});

/** Where servers are and as whom this device goes there. It comes from a scanned code: parse it. */
export const natsPlace = v.strictObject({
  servers: natsServers,
  /** without them one is who may come without */
  credentials: v.optional(natsCredentials),
  /** Where answers come to; of a user of their own, so that others can be kept from listening. */
  inboxPrefix: v.optional(v.pipe(v.string(), v.regex(/^[\w-]+(\.[\w-]+)*$/), v.maxLength(120))),
});

/** A platform's id: one token of a subject. */
export const natsPlatformId = v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/));

/** A platform on such servers. */
export const natsConfig = v.strictObject({ platform: natsPlatformId, ...natsPlace.entries });

export type NatsCredentials = v.InferOutput<typeof natsCredentials>;
export type NatsPlace = v.InferOutput<typeof natsPlace>;
export type NatsConfig = v.InferOutput<typeof natsConfig>;

const CREDENTIALS_JWT = /-+BEGIN NATS USER JWT-+\s*([\w.-]+)/;
const SEED = /\bSU[A-Z2-7]{56}\b/;

/**
 * Credentials as they are handed over: the text of a `.creds` file, or a seed alone.
 *
 * @returns undefined where they are none
 */
export function readCredentials(text: string): NatsCredentials | undefined {
  const read = v.safeParse(natsCredentials, {
    jwt: CREDENTIALS_JWT.exec(text)?.[1],
    seed: SEED.exec(text)?.[0],
  });
  return read.success ? read.output : undefined;
}

/**
 * Addresses as somebody types them, separated by blanks or commas; without a scheme `wss:` is meant.
 *
 * @returns undefined where one of them is none
 */
export function readServers(typed: string): string[] | undefined {
  const addresses = typed.split(/[\s,，、;；]+/).filter(Boolean);
  const read = v.safeParse(
    natsServers,
    addresses.map((one) => (/^[a-z]+:\/\//i.test(one) ? one : `wss://${one}`)),
  );
  return read.success ? [...new Set(read.output.map((one) => one.replace(/\/$/, '')))] : undefined;
}
