/** A browser may still read the address when the click has returned. */
const KEEP_MS = 60_000;

/** Hands a file to the browser, which keeps it where it keeps downloads. */
export function keepFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
