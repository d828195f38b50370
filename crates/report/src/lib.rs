//! A run as one self-contained page, plots and tables; stable bytes.
