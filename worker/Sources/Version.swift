/// The version of the worker, that of the program that launches it.
let version = "0.1.0"
