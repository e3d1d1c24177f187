import * as v from 'valibot';

const server = v.pipe(v.string(), v.maxLength(300), v.regex(/^wss?:\/\/[^\s/?#@]+\/?$/));

/** Where a platform's servers are and as whom this device goes there. It comes from a scanned code: parse it. */
export const natsConfig = v.strictObject({
  /** the platform's id, one token of a subject */
  platform: v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/)),
  /** WebSocket addresses of one cluster's nodes, any order; `ws:` is for a try on one machine only */
  servers: v.pipe(v.array(server), v.minLength(1), v.maxLength(9)),
  /** A user's JWT and the seed (`SU…`) of the nkey that it names; without them one is who may come without. */
  credentials: v.optional(
    v.strictObject({
      jwt: v.pipe(v.string(), v.maxLength(16_384), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)),
      seed: v.pipe(v.string(), v.regex(/^SU[A-Z2-7]{56}$/)),
    }),
  ),
  /** Where answers come to; of a user of their own, so that others can be kept from listening. */
  inboxPrefix: v.optional(v.pipe(v.string(), v.regex(/^[\w-]+(\.[\w-]+)*$/), v.maxLength(120))),
});

export type NatsConfig = v.InferOutput<typeof natsConfig>;
