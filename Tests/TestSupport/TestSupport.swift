// Placeholder until the first fixture.
