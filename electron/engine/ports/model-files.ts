/** A folder that may hold a model; its name is the model's id. */
export type ModelFolder = {
  readonly id: string;
  readonly owner: 'shipped' | 'user';
  /** Differs when the folder was made anew. */
  readonly stamp: string;
};

export type ModelFileRead =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      readonly code: 'missing' | 'too-large' | 'not-a-file' | 'unreadable';
      /** A sentence for people that says what to do. */
      readonly message: string;
    };

/** Model folders: those shipped with the program, and the user's own. */
export interface ModelFiles {
  /** Sorted by id. An id may be there twice, shipped and the user's. Nothing half-written is listed. */
  list(): Promise<readonly ModelFolder[]>;
  /** Where it is, for messages. */
  place(folder: ModelFolder): string;
  /** A file of a folder, of at most `most` bytes. A link, or a name that leads elsewhere, is `not-a-file`. */
  read(folder: ModelFolder, name: string, most: number): Promise<ModelFileRead>;
  /** Any file on this machine that the user has named. */
  readAt(path: string, most: number): Promise<ModelFileRead>;
  /**
   * Makes the user's folder `id` of these files: whole or not at all, whenever the process ends. Fails with
   * `conflict` where the folder is there already, with `disk-full` or `io` where the system refuses.
   */
  write(id: string, files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** Deletes the user's folder `id`; nothing of it is listed from the first moment on. */
  remove(id: string): Promise<void>;
}
