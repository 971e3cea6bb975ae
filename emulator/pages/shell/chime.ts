let audio: AudioContext | undefined;

/** Two short soft tones. Silent where the browser wants a click on the page first. */
export function chime(): void {
  audio ??= new AudioContext();
  if (audio.state !== "running") {
    // Settles only after a click: not awaited, the next message then has its sound.
    void audio.resume();
    return;
  }
  tone(audio, 660, 0);
  tone(audio, 880, 0.12);
}

function tone(context: AudioContext, hertz: number, delay: number): void {
  const start = context.currentTime + delay;
  const loudness = context.createGain();
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(0.15, start + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
  const source = context.createOscillator();
  source.frequency.value = hertz;
  source.connect(loudness).connect(context.destination);
  source.start(start);
  source.stop(start + 0.3);
}
