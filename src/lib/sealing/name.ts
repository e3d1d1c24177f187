/**
 * A name for the sealed copy: `投标文件.pdf` → `投标文件-已签章.pdf`, and for a file that has been sealed before
 * `投标文件-已签章.pdf` → `投标文件-已签章2.pdf`.
 *
 * @param suffix the word that marks a sealed copy, in the language of the interface
 */
export function suggestedName(fileName: string, suffix: string): string {
  const stem = fileName.replace(/\.pdf$/i, '') || 'document';
  const at = stem.lastIndexOf(`-${suffix}`);
  const number = at < 0 ? undefined : stem.slice(at + suffix.length + 1);
  if (number === undefined || !/^\d{0,4}$/.test(number)) return `${stem}-${suffix}.pdf`;
  return `${stem.slice(0, at)}-${suffix}${Number(number || '1') + 1}.pdf`;
}
