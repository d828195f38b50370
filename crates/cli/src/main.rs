//! The `incentor` binary.

fn main() -> std::process::ExitCode {
    incentor::main()
}
