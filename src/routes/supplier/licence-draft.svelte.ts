import { readLicence } from '$lib/supplier';

/**
 * The picture of a licence that is to be submitted. It stays in memory only: a document of a company is nothing that an
 * app leaves in a browser's storage unencrypted.
 */
export class LicenceDraft {
  file = $state.raw<Blob | undefined>(undefined);
  /** code of what is wrong with the last one that was chosen */
  problem = $state<string | undefined>(undefined);
  /** address of the picture; ends with `dispose` */
  address = $state<string | undefined>(undefined);

  async take(file: Blob): Promise<void> {
    const read = await readLicence(file);
    if ('problem' in read) {
      this.problem = read.problem;
      return;
    }
    this.dispose();
    // Its own type: what the file was called is not asked.
    this.file = new Blob([file], { type: read.type });
    this.address = URL.createObjectURL(this.file);
  }

  dispose(): void {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = undefined;
    this.file = undefined;
    this.problem = undefined;
  }
}
