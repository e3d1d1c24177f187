import { digestOfBlob } from '../../keys';
import { encodeBase64url } from '../../ledger';
import type { Note } from './findings';
import { MANIFEST_PATH, type Manifest } from './manifest';

/** Compares what lies in an archive with what its list says. @param onBytes told of what was read */
export async function checkFiles(
  entries: ReadonlyMap<string, Blob>,
  { records, summary, files }: Manifest,
  o: { signal?: AbortSignal; onBytes?(count: number): void },
): Promise<Note[]> {
  const notes: Note[] = [];
  const listed = new Set<string>([MANIFEST_PATH]);
  for (const { path, bytes, sha256 } of [summary, records, ...files]) {
    listed.add(path);
    const blob = entries.get(path);
    if (!blob) notes.push({ code: 'file-missing', path });
    else if (blob.size !== bytes || encodeBase64url(await digestOfBlob('sha256', blob, o)) !== sha256) {
      notes.push({ code: 'file-altered', path });
    }
  }
  for (const path of entries.keys()) if (!listed.has(path)) notes.push({ code: 'file-unexpected', path });
  return notes;
}
