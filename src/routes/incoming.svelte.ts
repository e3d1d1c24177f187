/**
 * A PDF that came from outside the page: opened by the system's file handler, shared to the app, or
 * chosen on another page. The workbench takes it when it opens.
 */
class Incoming {
  file = $state.raw<File | undefined>(undefined);

  /** Hands the file over once; a second call gives nothing. */
  take(): File | undefined {
    const { file } = this;
    this.file = undefined;
    return file;
  }
}

export const incoming = new Incoming();
