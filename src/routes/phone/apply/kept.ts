import * as v from 'valibot';
import { readSealWishes, writeSealWishes, type SealWish } from '$lib/certificate';
import type { SigningAlgorithm } from '$lib/keys';
import { CERTIFICATE_YEARS, type CertificateYears } from '$lib/platform';
import { companyOn, isOtherCompany } from '../../company-on-seal';
import { session } from '../../session.svelte';

export const STEPS = ['platform', 'years', 'seals', 'pin'] as const;
export type Step = (typeof STEPS)[number];

/** What is kept of an order while it is filled in. */
export interface KeptOrder {
  step: Step;
  years: CertificateYears;
  algorithm: SigningAlgorithm;
  seals: readonly SealWish[];
}

const schema = v.object({
  step: v.picklist(STEPS),
  years: v.picklist(CERTIFICATE_YEARS),
  algorithm: v.picklist(['p256', 'rsa2048']),
  /** as an order carries them; undefined: none are wanted */
  seals: v.optional(v.custom<Uint8Array>((value) => value instanceof Uint8Array)),
});

/** @throws EnrolmentError where there is more than an order can carry */
export function writeKept({ seals, ...rest }: KeptOrder, companyName: string): v.InferInput<typeof schema> {
  return seals.length === 0 ? rest : { ...rest, seals: writeSealWishes(seals, companyName) };
}

/** @returns undefined for what is no order that was kept */
export function parseKept(kept: unknown, companyName: string): KeptOrder | undefined {
  const result = v.safeParse(schema, kept);
  if (!result.success) return undefined;
  const { seals, ...rest } = result.output;
  try {
    return { ...rest, seals: seals ? readSealWishes(seals, companyName) : [] };
  } catch {
    return undefined;
  }
}

export async function readKept(name: string, companyName: string): Promise<KeptOrder | undefined> {
  const { drafts } = await session.workspace();
  return parseKept(await drafts.draft(name), companyName);
}

export async function keepDraft(name: string, order: KeptOrder, companyName: string): Promise<void> {
  const { drafts } = await session.workspace();
  await drafts.changeDraft(name, () => writeKept(order, companyName));
}

export async function forgetDraft(name: string): Promise<void> {
  const { drafts } = await session.workspace();
  await drafts.changeDraft(name, () => undefined);
}

/** The seals that came with a certificate of this device, or were made for it, as wishes for the next one. */
export async function sealsBefore(serial: string, companyName: string): Promise<SealWish[]> {
  const identity = session.identities.find((one) => one.kind === 'platform' && one.serial === serial);
  if (!identity) return [];
  const { seals } = await session.workspace();
  return (await seals.list(identity.id))
    .filter(({ design }) => design.kind !== 'date' && !isOtherCompany(companyOn(design), companyName))
    .slice(0, 10)
    .map(({ name, design, raster }) => ({ name, design, ...(raster && { raster }) }));
}
