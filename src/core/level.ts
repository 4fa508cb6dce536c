/** Levels of a signature or seal under the law of its state (Regulation (EU) 910/2014 art. 3). */
export type Level = 'QES' | 'AdES-QC' | 'AdES' | 'QESeal' | 'AdESeal-QC' | 'AdESeal'
