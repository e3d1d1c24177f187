import type { BlobId } from '$lib/sync';
import { session } from '../../session.svelte';
import { readDrafts, type TenderDraft } from './new/tender-form';

const listName = (platform: string): string => `tenders ${platform}`;
const fileName = (draft: string, file: BlobId): string => `tender file ${draft} ${file}`;

/** Tenders that are being written on this device, the newest first. */
export async function draftsOf(platform: string): Promise<TenderDraft[]> {
  const { drafts } = await session.workspace();
  return readDrafts(await drafts.draft(listName(platform)));
}

/** @throws what the database throws, as where there is no room */
export async function keepDraft(platform: string, draft: TenderDraft): Promise<void> {
  const { drafts } = await session.workspace();
  await drafts.changeDraft(listName(platform), (kept) => [
    draft,
    ...readDrafts(kept).filter(({ id }) => id !== draft.id),
  ]);
}

/** Takes a draft away, with its documents. */
export async function dropDraft(platform: string, { id, form }: TenderDraft): Promise<void> {
  const { drafts } = await session.workspace();
  await drafts.changeDraft(listName(platform), (kept) => readDrafts(kept).filter((one) => one.id !== id));
  for (const { blob } of form.documents) await drafts.changeDraft(fileName(id, blob), () => undefined);
}

/** @throws what the database throws, as where there is no room */
export async function keepDraftFile(draft: string, id: BlobId, blob: Blob): Promise<void> {
  const { drafts } = await session.workspace();
  await drafts.changeDraft(fileName(draft, id), () => blob);
}

export async function draftFile(draft: string, id: BlobId): Promise<Blob | undefined> {
  const { drafts } = await session.workspace();
  const kept = await drafts.draft(fileName(draft, id));
  return kept instanceof Blob ? kept : undefined;
}
