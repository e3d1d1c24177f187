interface PickerWindow {
  showSaveFilePicker?(options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }): Promise<FileSystemFileHandle>;
}

/** `file`: written and closed under this name; `download`: handed to the browser, which keeps it where it keeps downloads. */
export interface Saved {
  how: 'file' | 'download';
  name: string;
  /** what is stored now, to be checked; of a download the bytes that were handed over */
  content: Blob;
}

/**
 * Saves a document where the person says, or as a download where the browser has no such dialog. Has to be called
 * in answer to a click.
 *
 * @param description of the kind of file, for the dialog
 * @returns undefined where the person closed the dialog
 * @throws DOMException where writing failed; a file that was there before is then as it was
 */
export async function savePdf(
  blob: Blob,
  suggestedName: string,
  description: string,
): Promise<Saved | undefined> {
  const { showSaveFilePicker } = window as PickerWindow;
  if (!showSaveFilePicker) {
    download(blob, suggestedName);
    return { how: 'download', name: suggestedName, content: blob };
  }
  let handle: FileSystemFileHandle;
  try {
    handle = await showSaveFilePicker.call(window, {
      suggestedName,
      types: [{ description, accept: { 'application/pdf': ['.pdf'] } }],
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
  // The stream writes to a copy and takes its place when it closes (File System Access §2.5.2).
  await blob.stream().pipeTo(await handle.createWritable());
  return { how: 'file', name: handle.name, content: await handle.getFile() };
}

/**
 * The first of several copies of one document that can still be read from beginning to end: a file that was changed
 * since it was opened cannot (File API §6.1).
 *
 * @returns the last one where none can, so that reading it says why
 */
export async function firstReadable(copies: readonly [Blob, ...Blob[]]): Promise<Blob> {
  for (const copy of copies) {
    const ends = [copy.slice(0, 1), copy.slice(-1)];
    try {
      await Promise.all(ends.map((end) => end.arrayBuffer()));
      return copy;
    } catch {
      // the next one perhaps
    }
  }
  return copies[copies.length - 1] ?? copies[0];
}

/** A browser may still read the address when this function has returned. */
const KEEP_MS = 60_000;

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
